/** Digits without zeros around them, and the power of ten of the last one: `-120.50` is `-1205`e-1. */
function decimal(literal: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(literal) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return `${sign}0`;
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/**
 * Whether a number of a JSON text is the same after browser and Identity have read it: both keep 64-bit floating point, which
 * holds about 17 digits and drops the sign of zero.
 */
export function isKeptExactly(literal: string): boolean {
  return decimal(literal) === decimal(String(Number(literal)));
}
