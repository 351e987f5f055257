import { type UserFilters, UserStatus } from "#lib/contract/users.ts";
import {
  BETWEEN,
  createdOf,
  emailsOf,
  type Kinds,
  namesOf,
  pendingOf,
  plain,
  providerOf,
  rolesOf,
  seenOf,
  statusOf,
  type Table,
  textOf,
} from "./columns.ts";

type Test = (place: number) => boolean;

/** Judged once for each value, of which there are few. */
function kindTest<Value>({ values, at }: Readonly<Kinds<Value>>, isWanted: (value: Value) => boolean): Test {
  const wanted = Uint8Array.from(values, (value) => Number(isWanted(value)));
  return (place) => wanted[at[place] ?? 0] === 1;
}

function seenTest(table: Table, from = 1, to = Number.POSITIVE_INFINITY): Test {
  const seen = seenOf(table);
  const first = Math.max(1, from);
  return (place) => {
    const time = seen[place] ?? 0;
    return time >= first && time <= to;
  };
}

function statusTest(table: Table, wanted: readonly UserStatus[]): Test {
  const status = statusOf(table);
  return kindTest({ values: [...UserStatus.options], at: status }, (one) => wanted.includes(one));
}

function pendingTest(table: Table, wanted: boolean): Test {
  const pending = pendingOf(table);
  return (place) => (pending[place] === 1) === wanted;
}

function testsOf(table: Table, { status, role, provider, seenFrom, seenTo, pendingEmail }: UserFilters): Test[] {
  const tests = [
    pendingEmail !== undefined && pendingTest(table, pendingEmail),
    role && kindTest(rolesOf(table), (roles) => role.some((name) => roles.includes(name))),
    provider && kindTest(providerOf(table), (one) => provider.includes(one)),
    (seenFrom ?? seenTo) !== undefined && seenTest(table, seenFrom, seenTo),
    status && statusTest(table, status),
  ];
  return tests.filter((test) => test !== false && test !== undefined);
}

/** How many of these numbers, which go upwards, are smaller. */
function below(sorted: Float64Array | Uint32Array, limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function madeWithin(table: Table, { createdFrom, createdTo }: UserFilters): Uint32Array {
  const created = createdOf(table);
  const from = createdFrom === undefined ? 0 : below(created, createdFrom);
  const to = createdTo === undefined ? created.length : below(created, createdTo + 1);
  const places = new Uint32Array(Math.max(0, to - from));
  for (let index = 0; index < places.length; index += 1) places[index] = from + index;
  return places;
}

/** Leaves those who pass in front, and answers how many; a list of its own for each test would cost more than the test. */
function passing(places: Uint32Array, test: Test): Uint32Array {
  let count = 0;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    if (!test(place)) continue;
    places[count] = place;
    count += 1;
  }
  return places.subarray(0, count);
}

/** For so few each text is looked at by itself. */
const FEW = 5_000;

/** As Identity searches: part of the address or of the name, without regard to case and accents. */
function textTest(table: Table, q: string, candidates: number): Test {
  const needle = plain(q);
  const text = candidates > FEW && !needle.includes(BETWEEN) ? textOf(table) : undefined;
  if (text) return holding(text, needle);
  const [emails, names] = [emailsOf(table), namesOf(table)];
  return (place) => emails[place]?.includes(needle) === true || names[place]?.includes(needle) === true;
}

function holding({ all, starts }: NonNullable<ReturnType<typeof textOf>>, needle: string): Test {
  const holds = new Uint8Array(starts.length);
  for (let at = all.indexOf(needle); at >= 0; ) {
    const next = below(starts, at + 1);
    holds[next - 1] = 1;
    // The next one who holds it, however often this one does.
    at = all.indexOf(needle, starts[next]);
    if (next >= starts.length - 1) break;
  }
  return (place) => holds[place] === 1;
}

/** The places of everybody who matches, oldest first. */
export function find(table: Table, filters: UserFilters): Uint32Array {
  const left = testsOf(table, filters).reduce(passing, madeWithin(table, filters));
  return filters.q ? passing(left, textTest(table, filters.q, left.length)) : left;
}
