/** Equal as sets: the order of roles means nothing. */
export function sameRoles(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [new Set(a), new Set(b)];
  return left.size === right.size && [...left].every((role) => right.has(role));
}
