import { AppError } from "#lib/server/errors.ts";
import { log } from "#lib/server/log.ts";

/**
 * For answers that are worth giving although one of their sources is down: a failed reading counts as nothing and is named
 * in `unread`, so that the answer says what is missing.
 */
export function partly<Source extends string>(event: string, unread: Source[]) {
  return async <T>(source: Source, reading: Promise<T>): Promise<T | undefined> => {
    try {
      return await reading;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log("warn", event, { source }, error);
      unread.push(source);
      return undefined;
    }
  };
}
