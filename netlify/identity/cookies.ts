import type { Call } from "./call.ts";

const SESSION = "session";

/** Sets the access token as a cookie where the caller asks for it: for the session, or as long as configured. */
export function setCookie(call: Call, token: string): void {
  const { key, duration } = call.app.settings.cookie;
  const wish = call.request.header("X-Use-Cookie") ?? "";
  if (wish === "" || duration <= 0) return;
  const age = wish === SESSION ? "" : ` Expires=${httpDate(call.app.now() + duration * 1000)}; Max-Age=${duration};`;
  call.cookies.push(`${key}=${token}; Path=/;${age} HttpOnly; Secure${sameSite(call)}`);
}

/** Tells the browser to forget the cookie, set or not. */
export function clearCookie(call: Call): void {
  const longAgo = httpDate(call.app.now() - 10 * 3_600_000);
  call.cookies.push(
    `${call.app.settings.cookie.key}=; Path=/; Expires=${longAgo}; Max-Age=0; HttpOnly; Secure${sameSite(call)}`,
  );
}

function sameSite({ app }: Call): string {
  return app.strictness.isOn("samesite_cookies") ? "; SameSite=Lax" : "";
}

function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
