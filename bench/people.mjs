// @ts-check
import { hashSync } from "@node-rs/bcrypt";
import { call } from "./server-process.mjs";

export const PASSWORD = "secret-1";
const DAY_MS = 86_400_000;
const FIRST = ["Ana", "Björn", "Chidi", "Dagný", "Élodie", "Fatima", "Grace", "Hana", "Iñaki", "Jörg"];
const LAST = ["Adler", "Bianchi", "Çelik", "Dahl", "Eriksen", "Fischer", "García", "Horváth", "Ito", "Jónsson"];

/** @param {number} index */
export const addressOf = (index, kind = "person") => `${kind}.${index}@example.com`;

/**
 * Puts so many people into an Identity, by its import.
 * @param {import("./server-process.mjs").Server} server
 * @param {number} count
 * @param {string} [kind] the beginning of their addresses
 */
export async function addPeople(server, count, kind) {
  const encrypted_password = hashSync(PASSWORD, { cost: 4, version: "2a" });
  const newest = Date.parse("2026-11-01T00:00:00Z");
  const lines = Array.from({ length: count }, (_, index) => {
    const came = new Date(newest - (index % 900) * DAY_MS).toISOString();
    return JSON.stringify({
      email: addressOf(index, kind),
      encrypted_password,
      created_at: came,
      confirmed_at: came,
      app_metadata: { provider: "email", roles: ["member"] },
      user_metadata: { full_name: `${FIRST[index % 10]} ${LAST[Math.floor(index / 10) % 10]} ${index}` },
    });
  });
  const { imported } = await call(server, "POST /__dev/people/import", lines.join("\n"));
  if (imported !== count) throw new Error(`${imported} of ${count} people were imported.`);
}
