import { afterEach, describe, expect, it } from "vitest";
import { currentCommands, offer, runCommand, runKeys } from "./commands.ts";
import { afterKey } from "./shortcuts.ts";

const known = ["n", "g u", "g a", "/"];

describe("afterKey", () => {
  it("runs a shortcut of one key at once", () => {
    expect(afterKey("", "n", known)).toEqual({ run: "n", pending: "" });
  });

  it("waits after the first key of two, and runs both together", () => {
    expect(afterKey("", "g", known)).toEqual({ pending: "g" });
    expect(afterKey("g", "u", known)).toEqual({ run: "g u", pending: "" });
  });

  it("takes a key that does not go on as the first of a new shortcut", () => {
    expect(afterKey("g", "n", known)).toEqual({ run: "n", pending: "" });
    expect(afterKey("g", "g", known)).toEqual({ pending: "g" });
    expect(afterKey("g", "x", known)).toEqual({ pending: "" });
  });
});

describe("commands", () => {
  const takeAway: (() => void)[] = [];
  const ran: string[] = [];
  const command = (id: string, keys?: string) => ({ id, label: id, ...(keys && { keys }), run: () => ran.push(id) });

  afterEach(() => {
    for (const take of takeAway.splice(0)) take();
    ran.length = 0;
  });

  it("runs the one that came last where two claim a key, and the other again once that is gone", () => {
    takeAway.push(offer("shell", [command("from the shell", "n")]));
    const leave = offer("page", [command("from the page", "n")]);
    expect(runKeys("n")).toBe(true);
    leave();
    runKeys("n");
    expect(ran).toEqual(["from the page", "from the shell"]);
  });

  it("knows nothing of a key that nobody offers", () => {
    takeAway.push(offer("shell", [command("one", "n")]));
    expect(runKeys("m")).toBe(false);
    runCommand("another");
    expect(ran).toEqual([]);
  });

  it("replaces what the same page offered before", () => {
    takeAway.push(offer("page", [command("old")]), offer("page", [command("new")]));
    expect(currentCommands().map(({ id }) => id)).toEqual(["new"]);
  });
});
