import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { routes } from "./api.ts";
import { COVERAGE, type CoverageRow } from "./coverage.ts";
import { parseSettings } from "./settings.ts";
import { startIdentity, type Wire } from "./testing/start.ts";

const README = readFileSync(new URL("README.md", import.meta.url), "utf8");

let wire: Wire;
beforeAll(async () => {
  wire = await startIdentity({ GOTRUE_API_EXPORT_SECRET: "export" });
});
afterAll(() => wire.close());

const has = ({ support }: CoverageRow) => support !== "absent";

function registered(): string[] {
  const { settings } = parseSettings({ GOTRUE_API_EXPORT_SECRET: "export" });
  const lines = routes(settings).flatMap((row) => row.describe());
  return lines.map((line) => line.replace(/(?<=\/.+)\/$/, ""));
}

/** The table as the README prints it: columns as wide as their widest cell. */
function printed(): string {
  const rows = [
    ["route", "here", "note"],
    ...COVERAGE.map(({ route, support, note }) => [`\`${route}\``, support, note]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n");
}

describe("the coverage table", () => {
  it("has every registered route, and says of no other that it is here", () => {
    expect(COVERAGE.filter(has).map(({ route }) => route)).toEqual(registered());
  });

  it.each(COVERAGE.filter(has).map(({ route }) => route))("%s is there", async (route) => {
    const bearer = /user\b|logout/.test(route) && !route.includes("admin") ? null : undefined;
    const answer = await wire.call(route.replace("{user_id}", "x"), bearer === null ? { bearer } : {});
    expect(answer.status, answer.text).not.toBe(405);
    expect(answer.text).not.toContain("404 page not found");
  });

  it.each(COVERAGE.filter((row) => !has(row)).map(({ route }) => route))("%s is not", async (route) => {
    const answer = await wire.call(route.replace("{instance_id}", "x"));
    expect(answer).toMatchObject({ status: 404, text: "404 page not found\n" });
  });

  it("is printed in the README as it is", () => {
    expect(README).toContain(printed());
  });
});
