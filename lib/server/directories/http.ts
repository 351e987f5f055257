import * as z from "zod/mini";
import { normaliseAddress } from "#lib/server/address.ts";
import type { HttpDirectorySettings } from "#lib/server/config.ts";
import type { DeskConfig } from "#lib/server/desk-config.ts";
import { readCapped } from "#lib/server/read-capped.ts";
import type { Directory, Verdict } from "./directory.ts";

const MAX_ANSWER_BYTES = 64_000;

export type HttpMapping = NonNullable<DeskConfig["directories"]["http"]>;

const Facet = z.union([z.string().check(z.maxLength(500)), z.int()]);
const Found = z.union([z.boolean(), z.array(z.unknown())]);

/** The value at keys joined by dots; own keys only. */
function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inside, key) => {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, key)) return undefined;
    return Reflect.get(inside, key);
  }, value);
}

function textAt(value: unknown, path: string): string | undefined {
  const facet = Facet.safeParse(at(value, path));
  return facet.success ? String(facet.data) : undefined;
}

function unavailable(why: string): Verdict {
  return { state: "unavailable", why };
}

/** What the answer says, as `desk.config.ts` maps it. Nothing that does not fit is guessed at. */
export function readAnswer(answer: unknown, address: string, mapping: HttpMapping): Verdict {
  const found = Found.safeParse(at(answer, mapping.known));
  if (!found.success) return unavailable(`its answer has neither true, false nor a list at "${mapping.known}"`);
  const known = Array.isArray(found.data) ? found.data.length > 0 : found.data;
  if (!known) return { state: "unknown" };
  if (mapping.email !== undefined && normaliseAddress(textAt(answer, mapping.email) ?? "") !== address) {
    return unavailable("it answered about another address");
  }
  const facts = Object.entries(mapping.evidence).map(([label, path]) => [label, textAt(answer, path)]);
  return {
    state: "known",
    outsideId: mapping.outsideId && textAt(answer, mapping.outsideId),
    evidence: Object.fromEntries(facts.filter(([, text]) => text !== undefined)),
  };
}

async function parsedBody(response: Response): Promise<unknown> {
  const bytes = await readCapped(response.body, MAX_ANSWER_BYTES);
  if (!bytes) return undefined;
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The generic directory: one GET with the address as a percent-encoded part, one header, an answer in JSON. */
export function httpDirectory({ url, header }: HttpDirectorySettings, mapping: HttpMapping): Directory {
  const headers: Record<string, string> = { accept: "application/json", "accept-encoding": "identity" };
  if (header) headers[header.name] = header.value;
  return {
    name: mapping.name,
    fingerprint: JSON.stringify(["http", url, mapping]),
    async check(address, signal) {
      const response = await fetch(
        url.replace("{email}", () => encodeURIComponent(address)),
        { headers, redirect: "manual", signal },
      );
      if (response.status === 404 && mapping.notFoundIsUnknown) {
        await response.body?.cancel();
        return { state: "unknown" };
      }
      const isJson = /^application\/([\w.-]+\+)?json\b/i.test(response.headers.get("content-type") ?? "");
      if (response.status !== 200 || !isJson) {
        await response.body?.cancel();
        return unavailable(`it answered with status ${response.status}${isJson ? "" : " and no JSON"}`);
      }
      const answer = await parsedBody(response);
      return answer === undefined
        ? unavailable("its answer is cut, too large or no JSON")
        : readAnswer(answer, address, mapping);
    },
  };
}
