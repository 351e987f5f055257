import { siteUrl } from "#lib/client/base.ts";
import { BrandMark } from "./brand.tsx";

/** Part of every page's first load, so it is plain markup. */
export function NotFound() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-sm content-center gap-4 px-4 pb-24">
      <BrandMark className="size-10" />
      <h1 className="text-2xl font-semibold tracking-tight">There is no such page</h1>
      <p className="text-muted-foreground">The address may be mistyped, or the page was moved.</p>
      <p>
        <a href={siteUrl("/users")} className="font-medium text-primary underline underline-offset-4">
          Go to the users
        </a>
      </p>
    </main>
  );
}
