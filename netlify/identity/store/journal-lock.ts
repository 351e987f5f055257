import { diskTrouble } from "./disk-trouble.ts";
import { JournalError } from "./journal-error.ts";
import { takeLock } from "./lock-file.ts";

/** Claims a journal for this process; returns what gives it back. Throws JournalError while another server has it. */
export function lockJournal(path: string): () => void {
  const lock = `${path}.lock`;
  try {
    return takeLock(lock, (holder) => inUse(path, holder));
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError(`cannot write ${lock}: ${diskTrouble(error)}`);
  }
}

function inUse(path: string, holder: number): JournalError {
  return new JournalError(
    `${path} is in use by process ${holder}. Two servers on one journal would ruin it: stop that one, or choose another directory.`,
  );
}
