const fewest = 8;
/** GoTrue hashes with bcrypt, which takes 72 bytes and fails on more. */
const mostBytes = 72;

/** Why a password cannot be used, in a sentence; undefined for one that can. Blanks count and stay. */
export function passwordProblem(password: string): string | undefined {
  if (password === "") return "Choose a password.";
  if ([...password].length < fewest) return `Use at least ${fewest} characters.`;
  if (password.includes("\0")) return "A password cannot hold the character NUL.";
  if (new TextEncoder().encode(password).length > mostBytes) {
    return `Use at most ${mostBytes} bytes: letters outside English count for two or more.`;
  }
  return undefined;
}
