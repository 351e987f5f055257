import { describe, expect, it } from "vitest";
import { toIdentityError } from "./identity-error.ts";

const refusal = (status: number, message: string) => Object.assign(new Error(message), { status });

describe("what Identity says, in words for people", () => {
  it.each([
    [400, "invalid_grant: No user found with that email, or password invalid.", "wrong_password"],
    [400, "invalid_grant: Email not confirmed", "not_confirmed"],
    [404, "User not found", "used_link"],
    [401, "Email Change Token didn't match token on file", "used_link"],
    [422, "Confirmation token expired", "expired_link"],
    [422, "Recovery token expired", "expired_link"],
    [422, "Invited users must specify a password", "password_wanted"],
    [422, "Failed to handle signup webhook", "refused_by_site"],
    [429, "Rate limit exceeded, try again later", "too_many"],
    [429, "slow down", "too_many"],
    [500, "Database error finding user", "unexpected"],
  ])("%i %s is %s", (status, message, reason) => {
    expect(toIdentityError(refusal(status, message)).reason).toBe(reason);
  });

  it("R11 tells a lost connection from a refusal", () => {
    expect(toIdentityError(new TypeError("Failed to fetch")).reason).toBe("unreachable");
  });

  it("R46 tells storage that the browser refuses from everything else", () => {
    expect(toIdentityError(new DOMException("full", "QuotaExceededError")).reason).toBe("no_storage");
  });

  it("S48 cuts a long answer", () => {
    expect(toIdentityError(refusal(500, "<b>".repeat(500))).message.length).toBeLessThan(250);
  });
});
