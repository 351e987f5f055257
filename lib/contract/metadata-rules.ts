/** Keys of `app_metadata` that are not free text, and where they are changed instead. */
export const reservedAppKeys: Readonly<Record<string, string>> = {
  roles: "Roles are changed under Roles, where it is judged who may give them.",
  desk: "This is the desk's own note of the status. Suspend, restore or delete the person instead.",
  provider: "Identity itself keeps how somebody signs in. It cannot be changed by hand.",
  providers: "Identity itself keeps how somebody signs in. It cannot be changed by hand.",
};

/** What metadata may weigh. Both objects ride in each token, and what reads tokens takes headers of 16 kB at most. */
export const metadataLimits = {
  /** Levels of objects and lists inside a value. */
  depth: 10,
  /** Entries of all objects and lists in one change. */
  entries: 500,
  keyLength: 100,
  /** Both objects as JSON, in bytes of UTF-8. A change that makes them smaller passes all the same. */
  bytes: 10_000,
  /** Where it begins to hurt: a token of more no longer fits into a cookie. */
  warnBytes: 2_000,
} as const;
