// @ts-check

/**
 * @typedef {object} Figure
 * @property {string} name
 * @property {number} value
 * @property {number} budget the most it may be
 * @property {string} unit
 */

/** Prints a row for each figure and a line that counts them. @param {Figure[]} figures @returns {number} how many are beyond their budget */
export function printTable(figures) {
  const rows = figures.map(({ name, value, budget, unit }) => [
    name,
    `${shown(value)} ${unit}`.trim(),
    `≤ ${budget} ${unit}`.trim(),
    value <= budget ? "ok" : "OVER",
  ]);
  const table = [["figure", "measured", "budget", "verdict"], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of table)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    );
  const over = figures.filter(({ value, budget }) => !(value <= budget)).length;
  console.log(`${figures.length - over} of ${figures.length} within budget`);
  return over;
}

/** @param {number} value */
function shown(value) {
  return value >= 10 || Number.isInteger(value) ? String(Math.round(value)) : value.toFixed(2);
}
