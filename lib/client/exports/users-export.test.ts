import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ExportColumn, type ExportFormat, exportUsers } from "#lib/contract/exports.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { collect, nothingYet } from "./collect.ts";
import { fromSafeCell, writerFor } from "./format.ts";

/** Names as their owners may choose them. */
const NAMES = [
  '=HYPERLINK("https://evil.example")',
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "＝1",
  " =1",
  "'=1",
  'say "hi", now\r\nand then\n👩‍👩‍👧',
  " blanks ",
  "",
];

let world: World;
beforeAll(async () => {
  world = await startWorld();
  world.local.identity.people.add(
    NAMES.map((name, index) => ({
      email: `nasty${String(index).padStart(2, "0")}@export.io`,
      user_metadata: { full_name: name, [name]: [name, { deep: null }] },
      app_metadata: { provider: "email", roles: [name || "member"] },
    })),
  );
});
afterAll(() => world.close());

/** What the browser writes of everybody here: the same parts, collected and formatted in the same way. */
async function fileOf(format: ExportFormat): Promise<{ text: string; people: Record<string, unknown>[] }> {
  const columns = [...ExportColumn.options];
  const so = nothingYet();
  const batch = crypto.randomUUID().replaceAll("-", "");
  await collect(so, {
    scope: { q: "@export.io" },
    shared: { columns, format, batch },
    ask: async (body) => exportUsers.response.parse((await world.api("POST", "/exports", { as: "admin", body })).body),
    onPart: () => true,
  });
  const { head, row, tail } = writerFor(format, columns);
  const people = [...so.rows.values()];
  return { text: [head, ...people.map(row), tail].join(""), people };
}

const stored = async () => {
  const { body } = await world.operator("GET", "/admin/users?filter=export.io&per_page=100");
  return body.users.toSorted((a: { email: string }, b: { email: string }) => (a.email < b.email ? -1 : 1));
};

describe("an export of people who chose nasty names", () => {
  it("S49 S50 gives back exactly what Identity holds from a CSV in which no cell is a formula", async () => {
    const { text } = await fileOf("csv");
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(data.flatMap((row) => Object.values(row)).filter((cell) => /^[\s\0]*[=+\-@＝]/.test(cell))).toEqual([]);
    const read = data.toSorted((a, b) => ((a.email ?? "") < (b.email ?? "") ? -1 : 1));
    for (const [index, account] of (await stored()).entries()) {
      const cell = (name: ExportColumn) => fromSafeCell(read[index]?.[name] ?? "");
      expect(cell("id")).toBe(account.id);
      expect(cell("name")).toBe(account.user_metadata.full_name);
      expect(JSON.parse(cell("userMetadata"))).toEqual(account.user_metadata);
      expect(JSON.parse(cell("appMetadata"))).toEqual(account.app_metadata);
      expect(JSON.parse(cell("roles"))).toEqual(account.app_metadata.roles);
      expect(Date.parse(cell("createdAt"))).toBe(Date.parse(account.created_at));
    }
    expect(read).toHaveLength(NAMES.length);
  });

  it("S50 is the same people in JSON and in NDJSON", async () => {
    const { text, people } = await fileOf("json");
    const { text: lines } = await fileOf("ndjson");
    expect(JSON.parse(text)).toEqual(people);
    expect(
      lines
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(people);
    expect(people.map(({ name }) => name).toSorted()).toEqual(NAMES.toSorted());
  });
});
