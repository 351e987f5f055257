import fc from "fast-check";
import { expect, it } from "vitest";
import { blankUser } from "../models/user.ts";
import { contains } from "../mysql/like.ts";
import { rowOf, type UserRow } from "./rows.ts";
import { decodeTables, encodeTables } from "./snapshot-body.ts";
import { createTables, type Tables, viewOf } from "./tables.ts";

type Step =
  | { do: "insert"; name: string; second: number; aud: string }
  | { do: "update"; which: number; name: string }
  | { do: "remove"; which: number }
  | { do: "freeze" }
  | { do: "search"; for: string };

const name = fc.constantFrom("ann", "Änn", "bob", "BOB\n", "zoë", "a_b%");
const which = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("insert"), name, second: fc.nat(5), aud: fc.constantFrom("", "x") }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("update"), which, name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("remove"), which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("freeze") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("search"), for: fc.constantFrom("an", "b", "zoe", "@x", "%") }) },
) as fc.Arbitrary<Step>;

const frozenOf = (tables: Tables) => decodeTables(Buffer.concat([...encodeTables(viewOf(tables))]), 0);

function rowNamed(id: number, { name: given, second, aud }: Extract<Step, { do: "insert" }>): UserRow {
  return rowOf(
    blankUser({
      id: `id-${id}`,
      email: `${id}.${given}@x.io`,
      aud,
      user_metadata: new Map([["full_name", given]]),
      confirmation_token: id % 3 === 0 ? `token-${id}` : "",
      created_at: second * 1000,
      updated_at: 0,
    }),
  );
}

/** What the table says, however it was asked before, is what a list of rows says. */
function expectSame(tables: Tables, rows: UserRow[], wanted: string | undefined): void {
  const inOrder = rows.toSorted((a, b) => a.created_at - b.created_at);
  for (const aud of ["", "x", undefined]) {
    const matcher = wanted === undefined ? undefined : contains(wanted);
    const { rows: found, total } = tables.users.page({ aud, matcher, ascending: true, offset: 0, limit: 100 });
    const matching = inOrder.filter((row) => {
      const texts = [row.email, JSON.parse(row.user_metadata).full_name].map((text) => fold(text));
      return (
        (aud === undefined || row.aud === aud) && (wanted === undefined || texts.some((text) => like(text, wanted)))
      );
    });
    expect(found).toEqual(matching);
    expect(total).toBe(matching.length);
    const last = tables.users.page({ aud, matcher, ascending: false, offset: 1, limit: 2 }).rows;
    expect(last).toEqual(matching.toReversed().slice(1, 3));
  }
  for (const row of rows) {
    expect(tables.users.get(row.id)).toEqual(row);
    expect(tables.users.byEmail(row.email.toUpperCase(), row.aud)).toEqual(row);
    if (row.confirmation_token) expect(tables.users.byConfirmationToken(row.confirmation_token)).toEqual(row);
  }
  expect(tables.users.size()).toBe(rows.length);
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const like = (text: string, wanted: string) => wanted === "%" || text.includes(wanted);

it("holds what a plain list would, whatever was inserted, changed, removed, searched and read back from a snapshot", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let tables = createTables();
      let rows: UserRow[] = [];
      for (const [index, each] of steps.entries()) {
        const target = "which" in each ? rows[each.which % Math.max(rows.length, 1)] : undefined;
        if (each.do === "insert") {
          const row = rowNamed(index, each);
          tables.users.insert(row);
          rows.push(row);
        }
        if (each.do === "update" && target) {
          const set = { email: `${target.id}.${each.name}@x.io`, confirmation_token: "" };
          tables.users.update(target.id, set);
          rows[rows.indexOf(target)] = { ...target, ...set };
        }
        if (each.do === "remove" && target) {
          tables.users.remove(target.id);
          rows = rows.filter((row) => row !== target);
        }
        if (each.do === "freeze") {
          tables = frozenOf(tables);
          rows.sort((a, b) => a.created_at - b.created_at);
        }
        if (each.do === "search") expectSame(tables, rows, each.for);
      }
      expectSame(tables, rows, undefined);
    }),
    { numRuns: 300 },
  );
});
