import { expect, it } from "vitest";
import { within } from "./within.ts";

it("gives what the work gives, or throws what it throws", async () => {
  expect(await within(1_000, async () => "done")).toBe("done");
  await expect(within(1_000, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
});

it("stops waiting for work that heeds no signal, and calls it off", async () => {
  let signal: AbortSignal | undefined;
  const deaf = within(20, (given) => {
    signal = given;
    return new Promise(() => undefined);
  });
  await expect(deaf).rejects.toMatchObject({ name: "TimeoutError" });
  expect(signal?.aborted).toBe(true);
});
