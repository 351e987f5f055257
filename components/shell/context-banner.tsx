"use client";

import { Eye, FlaskConical } from "lucide-react";
import { useSession } from "#lib/client/session.ts";

const names = new Map([
  ["deploy-preview", "a deploy preview"],
  ["branch-deploy", "a branch deploy"],
  ["dev", "a development server"],
]);

/** Says so where this is not the real desk, or where nothing can be changed. */
export function ContextBanner() {
  const { data: session } = useSession();
  if (!session || (session.context === "production" && !session.readOnly)) return null;
  const where = session.context === "production" ? "this deploy" : (names.get(session.context) ?? session.context);
  const Icon = session.readOnly ? Eye : FlaskConical;
  return (
    <p role="note" className="flex gap-2.5 bg-warn-soft px-4 py-2 text-[0.8125rem] md:px-8">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <span>
        <strong className="font-semibold">{session.readOnly ? "Read-only." : "Careful."}</strong>{" "}
        {session.readOnly
          ? `This is ${where}: it shows the site's real users, and nothing can be changed from here.`
          : `This is ${where}, but it works on the site's real users. What you change here is changed for good.`}
      </span>
    </p>
  );
}
