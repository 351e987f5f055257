import { unpackRow } from "./packed-row.ts";
import type { PackedRow, UserRow } from "./rows.ts";

/** What is needed of accounts before anybody asks for one: a list per column, with a place per account. */
export interface UserColumns {
  ids: string[];
  auds: string[];
  emails: string[];
  /** The searched name as text; null: there is none. */
  names: (string | null)[];
  /** Seconds. */
  created: number[];
  /** One-time tokens with the place of their account; most have none. */
  confirmations: [token: string, place: number][];
  recoveries: [token: string, place: number][];
}

/** Accounts of a snapshot, left as JSON text until somebody asks: reading 100,000 of them takes longer than all the rest. */
export interface FrozenUsers extends UserColumns {
  row(place: number): UserRow;
  /** The account as it stands in the snapshot, one line of JSON without its end. */
  line(place: number): Buffer;
}

/** Accounts in the making: sections of a snapshot are added one after the other. */
export interface FrozenBuilder {
  add(columns: UserColumns, lengths: readonly number[], lines: Buffer): void;
  frozen: FrozenUsers;
}

const LINE_END_BYTES = 1;

export function frozenBuilder(): FrozenBuilder {
  const sections: Buffer[] = [];
  const homes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const frozen = emptyFrozen((place) => {
    const section = sections[homes[place] ?? -1];
    if (!section) throw new RangeError(`there is no account at place ${place}`);
    return section.subarray(starts[place], ends[place]);
  });
  return {
    frozen,
    add(columns, lengths, lines) {
      addTokens(frozen, columns);
      append(frozen, columns);
      let start = 0;
      for (const length of lengths) {
        homes.push(sections.length);
        starts.push(start);
        ends.push(start + length);
        start += length + LINE_END_BYTES;
      }
      sections.push(lines);
    },
  };
}

function emptyFrozen(line: (place: number) => Buffer): FrozenUsers {
  return {
    ids: [],
    auds: [],
    emails: [],
    names: [],
    created: [],
    confirmations: [],
    recoveries: [],
    line,
    row: (place) => unpackRow(JSON.parse(line(place).toString("utf8")) as PackedRow),
  };
}

/** Places in a section count from its beginning. */
function addTokens(to: UserColumns, from: UserColumns): void {
  const before = to.ids.length;
  for (const [token, place] of from.confirmations) to.confirmations.push([token, before + place]);
  for (const [token, place] of from.recoveries) to.recoveries.push([token, before + place]);
}

function append(to: UserColumns, from: UserColumns): void {
  to.ids.push(...from.ids);
  to.auds.push(...from.auds);
  to.emails.push(...from.emails);
  to.names.push(...from.names);
  to.created.push(...from.created);
}
