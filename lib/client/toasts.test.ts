import { beforeEach, describe, expect, it } from "vitest";
import { currentToasts, dismissToast, replaceToast, toast } from "./toasts.ts";

const titles = () => currentToasts().map(({ title }) => title);

describe("toasts", () => {
  beforeEach(() => {
    for (const { id } of currentToasts()) dismissToast(id);
  });

  it("keeps the newest three, oldest first", () => {
    for (const title of ["one", "two", "three", "four"]) toast({ title });
    expect(titles()).toEqual(["two", "three", "four"]);
  });

  it("lets what went wrong stay until it is put away", () => {
    toast({ title: "Not undone", tone: "bad" });
    expect(currentToasts()[0]?.stayMs).toBeUndefined();
  });

  it("stays longer where there is something to press or to read", () => {
    toast({ title: "Roles saved" });
    toast({ title: "Roles saved", undo: "01ENTRY" });
    toast({ title: "Roles saved", body: "Their session keeps the old ones until 14:32." });
    const [plain = 0, undoable = 0, long = 0] = currentToasts().map(({ stayMs }) => stayMs);
    expect(undoable).toBeGreaterThan(plain);
    expect(long).toBeGreaterThan(plain);
  });

  it("says what an undo came to in the same place", () => {
    toast({ title: "Roles saved", undo: "01ENTRY" });
    toast({ title: "Name saved" });
    const first = currentToasts()[0]?.id ?? 0;
    replaceToast(first, { title: "Undone" });
    expect(titles()).toEqual(["Undone", "Name saved"]);
    expect(currentToasts()[0]?.undo).toBeUndefined();
  });

  it("does not bring back what was put away meanwhile", () => {
    toast({ title: "Roles saved", undo: "01ENTRY" });
    const id = currentToasts()[0]?.id ?? 0;
    dismissToast(id);
    replaceToast(id, { title: "Undone" });
    expect(titles()).toEqual([]);
  });
});
