import type { Command } from "#lib/client/commands.ts";

const thisPage = "This page";
/** What belongs to where one is comes first. */
const last = ["Go to", "Desk"];

/** Commands under their headings: in the palette, and in the list of shortcuts. */
export function grouped(commands: readonly Command[]): [heading: string, commands: Command[]][] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) {
    const heading = command.group ?? thisPage;
    groups.set(heading, [...(groups.get(heading) ?? []), command]);
  }
  return [...groups].sort(([one], [other]) => last.indexOf(one) - last.indexOf(other));
}
