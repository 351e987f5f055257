import type { Mail } from "../server.ts";
import { type Bindings, mismatch } from "./bindings.ts";
import type { SeenCall } from "./scripted-server.ts";
import type { Headers, OutsideCall, Step } from "./transcript.ts";

/** An answer as it came over the wire. */
export interface Received {
  /** The connection was closed without one. */
  closed: boolean;
  status: number;
  headers: Headers;
  body: string;
  seconds: number;
}

/** Left out of the recording. */
const UNRECORDED = new Set(["date", "content-length", "connection", "transfer-encoding", "host"]);
const SLACK_SECONDS = 2;

/** Status, headers, body with key order, and about how long it took. */
export function compareResponse({ response = {}, unordered }: Step, received: Received, bindings: Bindings): string[] {
  if (response.closed === true || received.closed) {
    if (response.closed === true && received.closed) return [];
    return [response.closed ? `expected no answer but got ${received.status}` : "expected an answer but got none"];
  }
  const differences = compareHeaders(response.headers ?? {}, received.headers, bindings);
  if (response.status !== received.status) {
    differences.push(`expected status ${response.status} but got ${received.status}`);
  }
  if (Math.abs((response.took_s ?? received.seconds) - received.seconds) > SLACK_SECONDS) {
    differences.push(`expected to take ${response.took_s} s but took ${received.seconds.toFixed(1)} s`);
  }
  const expected = response.body ?? "";
  const problem = unordered
    ? unorderedMismatch(expected, received.body, bindings)
    : mismatch(expected, received.body, bindings);
  if (problem) differences.push(`body: ${problem}`);
  return differences;
}

function compareHeaders(expected: Headers, actual: Headers, bindings: Bindings): string[] {
  const differences: string[] = [];
  const names = new Set([...Object.keys(expected), ...Object.keys(actual)].map((name) => name.toLowerCase()));
  for (const name of [...names].filter((each) => !UNRECORDED.has(each))) {
    const wanted = [expected[name] ?? []].flat().join("\n");
    const found = [actual[name] ?? []].flat().join("\n");
    const problem = mismatch(wanted, found, bindings);
    if (problem) differences.push(`header ${name}: ${problem}`);
  }
  return differences;
}

/** Entries of a list in any order: each expected one takes the first actual one that fits. */
function unorderedMismatch(expected: string, actual: string, bindings: Bindings): string | undefined {
  const left = (JSON.parse(actual) as unknown[]).map((entry) => JSON.stringify(entry));
  for (const entry of JSON.parse(expected) as unknown[]) {
    const template = JSON.stringify(entry);
    const index = left.findIndex((candidate) => {
      const trial = { ...bindings, values: new Map(bindings.values) };
      if (mismatch(template, candidate, trial)) return false;
      bindings.values = trial.values;
      return true;
    });
    if (index < 0) return `expected ${template}\n  among ${left.join("\n  ")}`;
    left.splice(index, 1);
  }
  return left.length === 0 ? undefined : `did not expect ${left.join("\n  ")}`;
}

/** `sent` are the mails of this exchange. */
export function compareMails({ mails = [] }: Step, sent: Mail[], bindings: Bindings): string[] {
  const found = sent.map(({ to, from, subject, links }) => ({ to, from, subject, links }));
  const wanted = mails.map(({ to, from, subject, links }) => ({ to, from, subject, links }));
  const problem = mismatch(JSON.stringify(wanted), JSON.stringify(found), bindings);
  return problem ? [`mails: ${problem}`] : [];
}

/** What the server asked of an outside service during this exchange. */
export function compareCalls(expected: OutsideCall[] = [], seen: SeenCall[], bindings: Bindings): string[] {
  if (seen.length !== expected.length) return [`expected ${expected.length} calls but there were ${seen.length}`];
  return expected.flatMap(({ request }, index) => {
    const call = seen[index];
    return call ? compareCall(request, call, bindings) : [];
  });
}

function compareCall(wanted: OutsideCall["request"], call: SeenCall, bindings: Bindings): string[] {
  const pairs: [string, string, string][] = [
    ["method", wanted.method, call.method],
    ["path", wanted.path, call.path],
    ["body", wanted.body ?? "", call.body],
    ["authorization", wanted.authorization ?? "", call.headers.authorization ?? ""],
  ];
  const headers = wanted.headers ?? {};
  for (const name of wanted.headers ? new Set([...Object.keys(headers), ...Object.keys(call.headers)]) : []) {
    if (!UNRECORDED.has(name)) pairs.push([name, String(headers[name] ?? ""), call.headers[name] ?? ""]);
  }
  return pairs.flatMap(([what, template, actual]) => {
    const problem = mismatch(template, actual, { ...bindings, body: call.body });
    return problem ? [`call, ${what}: ${problem}`] : [];
  });
}
