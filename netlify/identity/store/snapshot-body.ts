import { type FrozenUsers, frozenBuilder, type UserColumns } from "./frozen-users.ts";
import type { Mail } from "./mail-table.ts";
import { packRow } from "./packed-row.ts";
import type { AuditRow, TokenRow } from "./rows.ts";
import { searchedName } from "./searched-columns.ts";
import { endFrame, type Frame, FrameError, frameOf, readFrames } from "./snapshot-frames.ts";
import { createTables, type Tables, type TablesView } from "./tables.ts";
import type { Cell } from "./user-listing.ts";
import type { UsersView } from "./user-table.ts";

/** Few enough that writing one frame of them holds nobody up for more than some milliseconds. */
const ROWS_PER_FRAME = 1000;
const LINE_END = 0x0a;

/** Everything in the tables as frames, to be written one after the other; whoever takes them may pause in between. */
export function* encodeTables({ users, tokens, audit, mails }: TablesView): Generator<Buffer> {
  let frames = 0;
  for (const cells of inPieces(users.cells)) {
    frames += 1;
    yield frameOf({ part: "users", rows: cells.length, payload: usersPayload(cells, users) });
  }
  for (const [part, rows] of Object.entries({ tokens, audit, mails })) {
    for (const piece of inPieces<TokenRow | AuditRow | Mail>(rows)) {
      frames += 1;
      yield frameOf({ part, rows: piece.length, payload: Buffer.from(JSON.stringify(piece)) });
    }
  }
  yield endFrame(frames);
}

/** The tables that `bytes` hold from `start` on; accounts stay in its memory as text. Throws FrameError. */
export function decodeTables(bytes: Buffer, start: number): Tables {
  const builder = frozenBuilder();
  const frames = readFrames(bytes, start);
  for (const frame of frames) if (frame.part === "users") addUsers(frame, builder.add);
  const tables = createTables(builder.frozen);
  for (const frame of frames) if (frame.part !== "users") addRows(frame, tables);
  return tables;
}

function* inPieces<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += ROWS_PER_FRAME) yield rows.slice(start, start + ROWS_PER_FRAME);
}

/** A line with the columns and the length of each account's line, then these lines. */
function usersPayload(cells: Cell[], { frozen }: UsersView): Buffer {
  const columns = blankColumns();
  for (const cell of cells) addColumns(columns, cell, frozen);
  const lines = cells.map((cell) =>
    typeof cell === "number" ? frozen.line(cell) : Buffer.from(JSON.stringify(packRow(cell))),
  );
  const first = JSON.stringify({ ...columns, lengths: lines.map(({ length }) => length) });
  const end = Buffer.from("\n");
  return Buffer.concat([Buffer.from(first), end, ...lines.flatMap((line) => [line, end])]);
}

function blankColumns(): UserColumns {
  return { ids: [], auds: [], emails: [], names: [], created: [], confirmations: [], recoveries: [] };
}

function addColumns(columns: UserColumns, cell: Cell, frozen: FrozenUsers): void {
  const row = typeof cell === "number" ? frozen.row(cell) : cell;
  const place = columns.ids.length;
  columns.ids.push(row.id);
  columns.auds.push(row.aud);
  columns.emails.push(row.email);
  columns.names.push(searchedName(row));
  columns.created.push(row.created_at);
  if (row.confirmation_token) columns.confirmations.push([row.confirmation_token, place]);
  if (row.recovery_token) columns.recoveries.push([row.recovery_token, place]);
}

type Section = UserColumns & { lengths: number[] };

function addUsers({ rows, payload }: Frame, add: (columns: Section, lengths: number[], lines: Buffer) => void): void {
  const end = payload.indexOf(LINE_END);
  const section = JSON.parse(payload.toString("utf8", 0, Math.max(end, 0))) as Section;
  if (section.ids.length !== rows) throw new FrameError(`holds ${section.ids.length} accounts where ${rows} are named`);
  add(section, section.lengths, payload.subarray(end + 1));
}

function addRows({ part, payload }: Frame, { tokens, audit, mails }: Tables): void {
  const rows: unknown = JSON.parse(payload.toString("utf8"));
  if (part === "tokens") for (const row of rows as TokenRow[]) tokens.insert(row);
  else if (part === "audit") for (const row of rows as AuditRow[]) audit.insert(row);
  else if (part === "mails") for (const mail of rows as Mail[]) mails.insert(mail);
  else
    throw new FrameError(`holds "${part}", which a newer version wrote; use that version, or choose another directory`);
}
