/** Where a page of activity begins. */
export interface Place {
  /** Everything from this moment on was shown, in ms; absent at the beginning. */
  before: number | undefined;
  /** The page of their own lines in Identity's log. */
  page: number;
  /** Lines of that page in the very second of `before` were not shown yet. */
  wholeSecond: boolean;
}

/** Reads what `printPlace` wrote; the contract has checked its shape. */
export function parsePlace(cursor: string | undefined): Place {
  if (cursor === undefined) return { before: undefined, page: 1, wholeSecond: false };
  const [before = "", page = "", wholeSecond = ""] = cursor.split(".");
  return { before: Number(before), page: Number(page), wholeSecond: wholeSecond === "1" };
}

export function printPlace({ before = 0, page, wholeSecond }: Place): string {
  return `${before}.${page}.${wholeSecond ? 1 : 0}`;
}
