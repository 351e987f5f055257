import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ScriptedServer, startScriptedServer } from "./replay/scripted-server.ts";
import type { Answer } from "./replay/transcript.ts";
import { sendHook } from "./webhook.ts";

let hook: ScriptedServer;
beforeAll(async () => {
  hook = await startScriptedServer();
});
afterAll(() => hook.close());

async function call(answer: Answer, url = `http://${hook.address}/hook`) {
  hook.script(() => answer);
  return (await sendHook({ url, headers: {}, body: "{}", timeoutMs: 2000 }, 3)).outcome;
}

describe("a call to a hook", () => {
  it.each(["http://127.0.0.1:1/", "ftp://127.0.0.1/", "mailto:ann@x.io", "http://[half", "/%zz"])(
    "R18 breaks off where it is sent on to %s",
    async (location) => {
      expect(await call({ status: 302, headers: { location } })).toMatchObject({ kind: "broken" });
      expect(hook.takeCalls()).toHaveLength(1);
    },
  );

  it.each(["ftp://127.0.0.1/", "foo:bar", "http://127.0.0.1:1/", "http:///x"])(
    "R18 reaches nobody at %s",
    async (url) => {
      expect(await call({ status: 200 }, url)).toMatchObject({ kind: "unreachable" });
    },
  );

  it("unpacks gzip however it is spelled, and says as Go does what is wrong with it", async () => {
    const headers = { "content-encoding": "GZip" };
    const packed = gzipSync("{}");
    expect(await call({ status: 200, headers, body: packed })).toMatchObject({
      kind: "answer",
      body: Buffer.from("{}"),
    });
    const reasons: [Buffer | string, string][] = [
      ["plain", "gzip: invalid header"],
      [packed.subarray(0, 12), "unexpected EOF"],
      [Buffer.concat([packed.subarray(0, -8), Buffer.alloc(4), packed.subarray(-4)]), "gzip: invalid checksum"],
    ];
    for (const [body, reason] of reasons) {
      expect(await call({ status: 200, headers, body })).toMatchObject({ kind: "unreadable", reason });
    }
  });
});
