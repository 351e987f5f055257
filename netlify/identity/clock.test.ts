import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ClockError, createClock, isReal } from "./clock.ts";
import { moveClock, readShift } from "./clock-input.ts";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse("2026-01-02T03:04:05.700Z");

let real = START;
beforeEach(() => {
  real = START;
});

describe("a clock", () => {
  it("is moved by so much, or to a time, and goes on from there", () => {
    const clock = createClock(() => real);
    expect(clock.state()).toEqual({ now: "2026-01-02T03:04:05.700Z", offsetMs: 0, frozen: false });
    clock.advance(HOUR);
    real += MINUTE;
    expect(clock.now()).toBe(START + HOUR + MINUTE);
    clock.set(Date.parse("2026-12-01T00:00:00Z"));
    real += MINUTE;
    expect(clock.state().now).toBe("2026-12-01T00:01:00.000Z");
    clock.advance(-DAY);
    expect(clock.state().now).toBe("2026-11-30T00:01:00.000Z");
    clock.reset();
    expect([clock.now(), isReal(clock.state())]).toEqual([real, true]);
  });

  it("stands still, can be moved while it does, and goes on from where it stood", () => {
    const clock = createClock(() => real);
    clock.freeze();
    real += HOUR;
    expect(clock.state()).toEqual({ now: "2026-01-02T03:04:05.700Z", offsetMs: -HOUR, frozen: true });
    clock.advance(MINUTE);
    real += HOUR;
    expect(clock.now()).toBe(START + MINUTE);
    clock.unfreeze();
    real += HOUR;
    expect(clock.now()).toBe(START + MINUTE + HOUR);
    expect(isReal(clock.state())).toBe(false);
  });

  it("tells who listens of every change, and refuses a year that no answer can show", () => {
    const clock = createClock(() => real);
    const seen: number[] = [];
    const stop = clock.onChange(() => seen.push(clock.now()));
    clock.advance(HOUR);
    expect(() => clock.set(Date.parse("+010000-01-01T00:00:00Z"))).toThrow(ClockError);
    expect(() => clock.advance(Number.NaN)).toThrow(ClockError);
    expect(() => clock.set(-1)).toThrow("The clock goes from 1970");
    stop();
    clock.reset();
    expect(seen).toEqual([START + HOUR]);
  });
});

describe("the words that move a clock", () => {
  it("are Go's durations, with days before them", () => {
    expect(["20m", "1h30m", "-5m", "7d", "-1d12h", "1.5d", "0d", "90s"].map(readShift)).toEqual([
      20 * MINUTE,
      90 * MINUTE,
      -5 * MINUTE,
      7 * DAY,
      -1.5 * DAY,
      1.5 * DAY,
      0,
      90_000,
    ]);
    for (const bad of ["", "20", "m", "1d-5m", "5m7d", "1w", 20, null, "a week"]) {
      expect(() => readShift(bad), String(bad)).toThrow(/give a duration as Go writes it, like "20m"/);
    }
  });

  it("do one thing at a time and say what they take", () => {
    const clock = createClock(() => real);
    moveClock(clock, { set: "2026-12-01T01:00:00+01:00" });
    expect(clock.state().now).toBe("2026-12-01T00:00:00.000Z");
    moveClock(clock, { freeze: true });
    moveClock(clock, { freeze: "off" });
    moveClock(clock, { reset: true });
    expect(isReal(clock.state())).toBe(true);
    for (const set of ["2026-12-01", "2026-12-01T00:00:00", "tomorrow", 0, "2026-13-01T00:00:00Z"]) {
      expect(() => moveClock(clock, { set }), String(set)).toThrow(/with its zone \(RFC 3339\)/);
    }
    expect(() => moveClock(clock, { advanced: "1h" })).toThrow('The clock knows no "advanced". Send one of');
    expect(() => moveClock(clock, {})).toThrow("one thing at a time");
    expect(() => moveClock(clock, { advance: "1h", freeze: true })).toThrow("one thing at a time");
    expect(() => moveClock(clock, { freeze: "perhaps" })).toThrow('"freeze" is "perhaps": give true or false.');
    expect(() => moveClock(clock, { reset: false })).toThrow("changes nothing");
    expect(isReal(clock.state())).toBe(true);
  });
});

describe("an Identity", () => {
  let wire: Wire;
  beforeEach(async () => {
    wire = await startIdentity({ GOTRUE_RATE_LIMIT_HEADER: "X-Client" }, { now: () => real });
  });
  afterEach(() => wire.close());

  const signUp = (email: string) => wire.call("POST /signup", { body: { email, password: "secret-1" } });

  it("lives in its clock's time: links, mail limit, tokens, log, cookies, functions' tokens", async () => {
    const { clock, mails } = wire.identity;
    await signUp("a@x.io");
    const old = tokenOfMail(wire, "a@x.io");
    const functions = wire.identity.operatorToken();
    clock.advance(16 * MINUTE);
    await signUp("a@x.io");
    expect(mails.list().map(({ sent_at }) => sent_at)).toEqual([
      "2026-01-02T03:04:05.700Z",
      "2026-01-02T03:20:05.700Z",
    ]);
    expect((await wire.call("GET /admin/users", { bearer: functions })).json.msg).toMatch(/expired/);
    const verified = await wire.call("POST /verify", {
      body: { type: "signup", token: tokenOfMail(wire, "a@x.io") },
      headers: { "X-Use-Cookie": "1" },
    });
    expect(verified.headers.get("set-cookie")).toContain("Expires=Sat, 03 Jan 2026 03:20:05 GMT");
    expect((await wire.call("POST /verify", { body: { type: "signup", token: old } })).status).toBe(404);
    const { access_token: bearer, refresh_token } = verified.json;
    clock.advance(HOUR);
    expect((await wire.call("GET /user", { bearer })).json.msg).toBe("Invalid token: token is expired by 0s");
    expect((await wire.form({ grant_type: "refresh_token", refresh_token })).status).toBe(200);
    const [entry] = (await wire.call("GET /admin/audit")).json;
    expect(entry.created_at).toBe("2026-01-02T04:20:06Z");
  });

  it("may go back in time: new tokens are good, the mail limit waits, /token does not", async () => {
    const { clock } = wire.identity;
    clock.advance(DAY);
    await signUp("a@x.io");
    const ask = () => wire.call("POST /token", { headers: { "X-Client": "a" } });
    expect((await ask()).status).toBe(400);
    clock.reset();
    expect((await ask()).status).toBe(400);
    await signUp("a@x.io");
    expect(wire.identity.mails.list()).toHaveLength(1);
    const verified = await wire.call("POST /verify", { body: { type: "signup", token: tokenOfMail(wire, "a@x.io") } });
    expect((await wire.call("GET /user", { bearer: verified.json.access_token })).status).toBe(200);
  });

  it("goes back to the real time when it is reset", async () => {
    wire.identity.clock.freeze();
    wire.identity.clock.advance(DAY);
    await wire.identity.reset();
    expect(wire.identity.clock.state()).toEqual({ now: "2026-01-02T03:04:05.700Z", offsetMs: 0, frozen: false });
  });
});
