import * as z from "zod/mini";

/** A whole number in a query string, with no more digits than its highest value has. The message names the bounds. */
export function wholeNumber(lowest: number, highest: number, message: string) {
  const digits = new RegExp(`^\\d{1,${String(highest).length}}$`);
  return z.pipe(
    z.string().check(z.regex(digits, message)),
    z.pipe(z.transform(Number), z.number().check(z.minimum(lowest, message), z.maximum(highest, message))),
  );
}
