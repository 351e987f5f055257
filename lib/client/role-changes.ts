/** What became of a set of roles. */
export interface RoleChange {
  added: string[];
  removed: string[];
}

export function roleChange(before: readonly string[], after: readonly string[]): RoleChange {
  return {
    added: after.filter((role) => !before.includes(role)),
    removed: before.filter((role) => !after.includes(role)),
  };
}

export function isSame(before: readonly string[], after: readonly string[]): boolean {
  const { added, removed } = roleChange(before, after);
  return added.length === 0 && removed.length === 0;
}

/** Carries one person's change over to roles that somebody else changed meanwhile. */
export function applyChange(roles: readonly string[], { added, removed }: RoleChange): string[] {
  const kept = roles.filter((role) => !removed.includes(role));
  return [...kept, ...added.filter((role) => !kept.includes(role))];
}
