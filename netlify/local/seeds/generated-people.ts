import { chanceFrom } from "#netlify/identity/chance.ts";
import type { DemoPerson, DemoState } from "./demo-people.ts";

const FIRST =
  "Ana Ben Carla Deniz Eva Farid Gita Hugo Inga Jonas Kaya Leo Mira Nils Olga Pia Raúl Sofía Timo Vera".split(" ");
const LAST =
  "Adler Bianchi Costa Dahl Eriksen Fischer García Horváth Ito Jansen Kovács Lopes Moreau Novák Ortiz Peeters Rossi Silva Tóth Weber".split(
    " ",
  );
const STATES: readonly DemoState[] = [
  "active",
  "active",
  "active",
  "active",
  "active",
  "active",
  "invited",
  "unconfirmed",
];

function pick<Item>(items: readonly Item[], chance: number): Item {
  const item = items[Math.floor(chance * items.length)];
  if (item === undefined) throw new Error("There is nothing to pick from.");
  return item;
}

/** `count` believable people with addresses of their own, the same ones every time. */
export function generatedPeople(count: number): DemoPerson[] {
  const chance = chanceFrom(20_261_123);
  return Array.from({ length: count }, (_, index) => {
    const first = pick(FIRST, chance());
    const last = pick(LAST, chance());
    const plain = `${first}.${last}`.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const state = pick(STATES, chance());
    const cameDaysAgo = Math.floor(chance() * 900) + 1;
    return {
      name: `${first} ${last}`,
      email: `${plain}.${index + 1}@example.net`,
      state,
      roles: state === "unconfirmed" ? [] : pick([["member"], ["member"], ["member", "editor"], []], chance()),
      cameDaysAgo,
      ...(state === "active" && { seenDaysAgo: Math.floor(chance() * cameDaysAgo) }),
    };
  });
}
