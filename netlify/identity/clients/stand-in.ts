import type { Token } from "gotrue-js";

/** Follows a provider's sign-in as a browser would, decides on the stand-in's page, and reads what the site is given. */
export async function comeBackFrom(authorizeUrl: string, fields: Record<string, string>): Promise<Token> {
  const there = await hop(authorizeUrl);
  const callback = new URL(await hop(there, { method: "POST", body: new URLSearchParams(fields) }));
  // The site's address stands for a front door that is not there.
  const home = await hop(`${new URL(authorizeUrl).origin}/callback${callback.search}`);
  const fragment = new URLSearchParams(new URL(home).hash.slice(1));
  const expires_in = Number(fragment.get("expires_in"));
  return {
    access_token: fragment.get("access_token") ?? "",
    refresh_token: fragment.get("refresh_token") ?? "",
    token_type: "bearer",
    expires_in,
    expires_at: Date.now() + expires_in * 1000,
  };
}

async function hop(url: string, init: RequestInit = {}): Promise<string> {
  const answered = await fetch(url, { redirect: "manual", ...init });
  await answered.body?.cancel();
  const location = answered.headers.get("location");
  if (location === null) throw new Error(`${url} answered ${answered.status} and leads nowhere`);
  return location;
}
