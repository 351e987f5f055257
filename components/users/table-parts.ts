/**
 * A table that is laid out as cards is no table any more to some browsers (Safari): its parts say once more what they
 * are.
 */
export const tableParts = {
  table: { role: "table" },
  group: { role: "rowgroup" },
  row: { role: "row" },
  heading: { role: "columnheader" },
  cell: { role: "cell" },
} as const;
