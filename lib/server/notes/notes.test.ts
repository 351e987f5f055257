import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openState } from "#lib/server/state.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { MOST_NOTES } from "./note-store.ts";
import { eraseNotes } from "./notes.ts";

type Staff = "viewer" | "support" | "admin" | "owner";

let desk: ShakyDesk;
let id: string;
beforeAll(async () => {
  desk = await startShakyDesk();
  id = await desk.world.idOf("member@example.com");
});
afterAll(() => desk.close());

const write = (text: unknown, as: Staff = "support") => desk.call("POST", `/users/${id}/notes`, { as, body: { text } });
const remove = (note: string, as: Staff) => desk.call("DELETE", `/users/${id}/notes/${note}`, { as });
const notes = async (as: Staff = "viewer") => (await desk.call("GET", `/users/${id}/notes`, { as })).body.notes;

describe("notes about somebody", () => {
  it("are kept with author and time, newest first, for everybody of the staff to read", async () => {
    expect(await notes()).toEqual([]);
    expect((await write("  Rang up about the invoice.\nWants it by post.  ")).status).toBe(201);
    await write("It was sent.", "admin");
    const [second, first] = await notes();
    expect(first).toMatchObject({
      text: "Rang up about the invoice.\nWants it by post.",
      by: { email: "support@example.com" },
    });
    expect(second).toMatchObject({ text: "It was sent.", by: { email: "admin@example.com" } });
    expect(Date.now() - Date.parse(first.at)).toBeLessThan(60_000);
  });

  it("are taken away by their author and by an admin, and by no colleague", async () => {
    const mine = (await write("mine")).body.id;
    const theirs = (await write("theirs", "admin")).body.id;
    expect(
      (await notes("support")).map(({ id, removable }: { id: string; removable: boolean }) => [id, removable]),
    ).toEqual(
      expect.arrayContaining([
        [mine, true],
        [theirs, false],
      ]),
    );
    expect((await remove(theirs, "support")).body.error.code).toBe("forbidden");
    expect((await remove(mine, "support")).status).toBe(200);
    expect((await remove(mine, "support")).body.error.code).toBe("not_found");
    const another = (await write("another")).body.id;
    expect((await remove(another, "admin")).status).toBe(200);
    expect((await remove(theirs, "owner")).status).toBe(200);
  });

  it("S15 are not written by a viewer", async () => {
    expect((await write("no", "viewer")).body.error.code).toBe("forbidden");
    const [note] = await notes();
    expect((await remove(note.id, "viewer")).body.error.code).toBe("forbidden");
  });

  it.each(["", "   ", "x".repeat(2001), "a\u0000b", "a\ud800", 5, null])(
    "are refused at the field when they are %j",
    async (text) => {
      expect((await write(text)).body.error).toMatchObject({ code: "invalid", field: "text" });
    },
  );

  it("may hold anything that people write, which stays as it is", async () => {
    const text = "<b>Bold</b> & “quotes”\n\t– \u202e 👩‍👩‍👧 =SUM(A1)";
    const { body } = await write(text);
    expect(body.text).toBe(text);
    await remove(body.id, "support");
  });

  it("leave in the audit who and when, and never what", async () => {
    const secret = "a very particular sentence";
    const { body } = await write(secret);
    await remove(body.id, "admin");
    const audit = await desk.call("GET", `/audit?target=${id}`, { as: "admin" });
    expect(audit.body.entries.slice(0, 2)).toMatchObject([
      { action: "notes.remove_any", actor: { email: "admin@example.com" }, before: { note: body.id } },
      { action: "notes.write", actor: { email: "support@example.com" }, after: { note: body.id } },
    ]);
    expect(audit.text).not.toContain(secret);
    expect(desk.logs.join("\n")).not.toContain(secret);
  });

  it("are not written when the audit is down", async () => {
    const before = (await notes()).length;
    desk.blobs.on("PUT", /audit/, { kind: "answer", status: 500 });
    expect((await write("unseen")).body.error.code).toBe("store_unavailable");
    desk.blobs.clear();
    expect(await notes()).toHaveLength(before);
  });

  it("belong to one person, and are not found for somebody who is gone", async () => {
    const other = await desk.world.idOf("viewer@example.com");
    expect((await desk.call("GET", `/users/${other}/notes`, { as: "viewer" })).body.notes).toEqual([]);
    const gone = await desk.call("GET", "/users/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed/notes", { as: "viewer" });
    expect(gone.status).toBe(404);
    expect((await remove("..%2F..%2Fverdicts%2Fx", "admin")).body.error.code).toBe("invalid");
  });

  it("have an end, and go with the person", async () => {
    const site = (await desk.call("GET", `/users/${id}/notes`, { as: "viewer" })).body.notes.length;
    for (let made = site; made < MOST_NOTES; made += 20) {
      await Promise.all(Array.from({ length: Math.min(20, MOST_NOTES - made) }, (_, index) => write(`note ${index}`)));
    }
    expect((await write("one too many")).body.error).toMatchObject({ code: "invalid", field: "text" });
    const state = openState({ instance: desk.instance, secret: "unused here", deadlineMs: 3000 });
    await eraseNotes({ state }, id);
    expect(await notes()).toEqual([]);
  }, 30_000);
});
