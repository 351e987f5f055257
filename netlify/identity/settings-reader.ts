import { parseDuration } from "./go/duration.ts";
import { parseBool } from "./go/strconv.ts";

export type Environment = Record<string, string | undefined>;

/** A setting that cannot be read; GoTrue would not start either. The message names it. */
export class SettingsError extends Error {
  override name = "SettingsError";
}

/** Reads settings as envconfig does and remembers which names were asked for. */
export interface SettingsReader {
  text(name: string, fallback?: string): string;
  flag(name: string): boolean;
  whole(name: string, fallback: number): number;
  /** Milliseconds. */
  duration(name: string, fallback: number): number;
  list(name: string): string[];
  asked(): ReadonlySet<string>;
}

export function readSettings(env: Environment): SettingsReader {
  const names = new Set<string>();
  const value = (name: string) => {
    names.add(name);
    return env[name];
  };
  return {
    text: (name, fallback = "") => value(name) ?? fallback,
    flag(name) {
      const text = value(name);
      if (text === undefined) return false;
      const flag = parseBool(text);
      if (flag === undefined) throw new SettingsError(`${name} is "${text}": write true or false`);
      return flag;
    },
    whole(name, fallback) {
      const text = value(name);
      if (text === undefined) return fallback;
      if (!/^[+-]?\d+$/.test(text)) throw new SettingsError(`${name} is "${text}": write a whole number`);
      return Number(text);
    },
    duration(name, fallback) {
      const text = value(name);
      if (text === undefined) return fallback;
      const ms = parseDuration(text);
      if (ms === undefined)
        throw new SettingsError(`${name} is "${text}": write a duration with its unit, like 15m or 900s`);
      return ms;
    },
    list: (name) => (value(name) ?? "").split(",").filter((entry) => entry !== ""),
    asked: () => names,
  };
}
