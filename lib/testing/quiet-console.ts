import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";

let spies: MockInstance[] = [];

beforeEach(() => {
  spies = [vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
});

// An error on the console that no test expects is a fault nobody has looked at.
afterEach(() => {
  const said = spies.flatMap((spy) => spy.mock.calls.map((words) => words.join(" ")));
  for (const spy of spies) spy.mockRestore();
  expect(said).toEqual([]);
});
