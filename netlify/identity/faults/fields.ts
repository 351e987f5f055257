import { FaultError } from "./rule.ts";

/** A rule before it is checked: JSON's values, or a form's texts. An empty text is no value. */
export type Fields = Record<string, unknown>;

interface Bounds {
  from: number;
  to: number;
}

/** A whole number, undefined where there is none. Throws FaultError. */
export function wholeOf(fields: Fields, key: string, { from, to }: Bounds): number | undefined {
  const value = numberOf(fields[key]);
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  return refuse(fields, key, `a whole number from ${from} to ${to}`);
}

/** A number from 0 to 1. Throws FaultError. */
export function rateOf(fields: Fields, key: string): number | undefined {
  const value = numberOf(fields[key]);
  if (value === undefined || (value >= 0 && value <= 1)) return value;
  return refuse(fields, key, "a number from 0 (never) to 1 (always)");
}

export function flagOf(fields: Fields, key: string): boolean | undefined {
  const value = fields[key];
  if (isAbsent(value)) return undefined;
  if (value === true || value === "true" || value === "on") return true;
  if (value === false || value === "false" || value === "off") return false;
  return refuse(fields, key, "true or false");
}

/** A text; with `allowJson` any other JSON value becomes its text. Throws FaultError. */
export function textOf(fields: Fields, key: string, { allowJson = false } = {}): string | undefined {
  const value = fields[key];
  if (isAbsent(value)) return undefined;
  if (typeof value === "string") return value;
  return allowJson ? JSON.stringify(value) : refuse(fields, key, "a text");
}

/** One of the choices. Throws FaultError. */
export function choiceOf<T extends string>(fields: Fields, key: string, choices: readonly T[]): T | undefined {
  const value = fields[key];
  if (isAbsent(value)) return undefined;
  const choice = choices.find((each) => each === value);
  return choice ?? refuse(fields, key, `one of ${choices.join(", ")}`);
}

export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function numberOf(value: unknown): number | undefined {
  if (isAbsent(value)) return undefined;
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

function refuse(fields: Fields, key: string, wanted: string): never {
  throw new FaultError(`"${key}" is ${JSON.stringify(fields[key])}: give ${wanted}.`);
}
