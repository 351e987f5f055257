import { describe, expect, it } from "vitest";
import { passwordProblem } from "./password.ts";

describe("passwordProblem", () => {
  it.each(["eight ch", " with blanks ", "🔑".repeat(8), "x".repeat(72), "🔑".repeat(18)])(
    "S84 takes %j as it is",
    (password) => {
      expect(passwordProblem(password)).toBeUndefined();
    },
  );

  it.each(["", "7 chars", "x".repeat(73), "🔑".repeat(19), "nul\0inside"])(
    "S84 refuses %j with a reason",
    (password) => {
      expect(passwordProblem(password)).toMatch(/\.$/);
    },
  );
});
