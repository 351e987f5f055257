import type { DeskConfig } from "./desk-config.ts";
import type { Verdict } from "./directories/directory.ts";

/** A way into Identity. What "could not tell" means is set for each. */
export type Door = keyof DeskConfig["whenUnavailable"];

/** Why a door stays shut for an address with this verdict, or undefined where it is open. */
export function shutBecause(
  verdict: Verdict,
  door: Door,
  whenUnavailable: DeskConfig["whenUnavailable"],
): "known" | "unavailable" | undefined {
  if (verdict.state === "known") return "known";
  return verdict.state === "unavailable" && whenUnavailable[door] === "block" ? "unavailable" : undefined;
}
