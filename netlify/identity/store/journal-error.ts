/** The journal cannot be used. The message names the file and says what to do. */
export class JournalError extends Error {
  override name = "JournalError";
}
