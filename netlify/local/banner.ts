import { staff } from "./seeds.ts";

/** What a person sees who has started us with the local Identity: where to go, and whom to be. */
export function localBanner({ url, base, notes }: { url: string; base: string; notes: readonly string[] }): string[] {
  const width = Math.max(...staff.map(({ email }) => email.length));
  return [
    "",
    `  Dashboard     ${url}${base}/`,
    `  Sign-up page  ${url}${base}/sign-up`,
    `  Mailbox       ${url}/__dev/mails`,
    "",
    "  Sign in as",
    ...staff.map(({ rank, email, password }) => `    ${rank.padEnd(8)} ${email.padEnd(width)}  ${password}`),
    ...notes.flatMap((note) => ["", `  ${note}`]),
    "",
  ];
}
