/** What was asked for cannot be done, in words for whoever asked. `missing`: there is no such snapshot. */
export class SnapshotError extends Error {
  override name = "SnapshotError";
  readonly missing: boolean;
  constructor(message: string, { missing = false } = {}) {
    super(message);
    this.missing = missing;
  }
}
