import { hash, hashSync, verify } from "@node-rs/bcrypt";

/** bcrypt as GoTrue uses it: more than 72 bytes cannot be stored, and only the first 72 are compared. */
export interface Passwords {
  /** Throws for more than 72 bytes. */
  hash(password: string): Promise<string>;
  /** False for an account without a stored password, whatever is given. */
  matches(password: string, stored: string): Promise<boolean>;
  /** Takes as long as a comparison, so that an unknown address is not told by the clock. */
  waste(password: string): Promise<void>;
  /** For seeding: each distinct password is hashed once. */
  hashNow(password: string): string;
}

export function createPasswords(cost: number): Passwords {
  const options = { cost, version: "2a", rejectLongPasswords: true } as const;
  const seeded = new Map<string, string>();
  let decoy: Promise<string> | undefined;
  return {
    hash: (password) => hash(password, options),
    async matches(password, stored) {
      return stored !== "" && verify(password, stored);
    },
    async waste(password) {
      decoy ??= hash("nobody", options);
      await verify(password, await decoy);
    },
    hashNow(password) {
      const known = seeded.get(password) ?? hashSync(password, options);
      seeded.set(password, known);
      return known;
    },
  };
}
