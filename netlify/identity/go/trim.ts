// A pattern like / +$/ tries every run of blanks in a text to its end, so a text of blanks takes time squared. These look
// once, from the ends.

/** Go's strings.Trim: without the characters of `cutset` at both ends. */
export function trim(text: string, cutset: string): string {
  let start = 0;
  while (start < text.length && cutset.includes(text.charAt(start))) start += 1;
  return trimRight(text.slice(start), cutset);
}

/** Go's strings.TrimRight. */
export function trimRight(text: string, cutset: string): string {
  let end = text.length;
  while (end > 0 && cutset.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
