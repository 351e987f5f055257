import { describe, expect, it } from "vitest";
import { readError } from "./api-error.ts";

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });

describe("readError", () => {
  it("takes code, field and sentence from the desk's own words", async () => {
    const body = { error: { code: "email_taken", message: "Taken.", field: "email", requestId: "01" } };
    const error = await readError(answer(422, body));
    expect(error).toMatchObject({
      code: "email_taken",
      message: "Taken.",
      field: "email",
      requestId: "01",
      status: 422,
    });
  });

  it("knows where the site sends people who are not staff", async () => {
    const body = { error: { code: "not_staff", message: "No.", continueAt: "/welcome" } };
    expect(await readError(answer(403, body))).toMatchObject({ code: "not_staff", continueAt: "/welcome" });
  });

  it("S40 drops a way on that leads off the site", async () => {
    const body = { error: { code: "not_staff", message: "No.", continueAt: "//evil.example" } };
    expect((await readError(answer(403, body))).continueAt).toBeUndefined();
  });

  it.each([
    ["a proxy's page", new Response("<html>502</html>", { status: 502 })],
    ["an empty body", new Response(null, { status: 500 })],
    ["cut JSON", new Response('{"error":{"co', { status: 503 })],
    ["another service's words", answer(404, { code: 404, msg: "Not Found" })],
    ["a code nobody agreed on", answer(400, { error: { code: "surprise", message: "?" } })],
  ])("R06 calls %s unexpected and keeps the status", async (_, response) => {
    expect(await readError(response)).toMatchObject({ code: "unexpected", status: response.status });
  });
});
