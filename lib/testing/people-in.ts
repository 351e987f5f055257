import type { SeedPerson } from "#netlify/identity/server.ts";
import type { Reply, World } from "./world.ts";

let count = 0;

/** Puts people straight into the Identity of a world, and looks at them there. */
export function peopleIn(world: World) {
  return {
    /** A confirmed person with an address of their own, unless told otherwise. @returns their id. */
    async add(person: Partial<SeedPerson> = {}): Promise<string> {
      count += 1;
      const email = person.email ?? `person${count}@people.example`;
      world.local.identity.people.add([{ confirmed_at: "2026-01-02T03:04:05Z", ...person, email }]);
      return world.idOf(email);
    },
    /** As Identity has them, in its own words. */
    // biome-ignore lint/suspicious/noExplicitAny: tests read whatever is stored and say what they expect of it.
    async stored(id: string): Promise<any> {
      return (await world.operator("GET", `/admin/users/${id}`)).body;
    },
    /** The entries about them, newest first. */
    // biome-ignore lint/suspicious/noExplicitAny: as above
    async entries(id: string): Promise<any[]> {
      const reply: Reply = await world.api("GET", `/audit?target=${id}`, { as: "viewer" });
      return reply.body.entries;
    },
  };
}
