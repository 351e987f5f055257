import { describe, expect, it } from "vitest";
import { parseSettings } from "./settings.ts";
import { startIdentity } from "./testing/start.ts";

describe("settings", () => {
  it("have GoTrue's defaults, and zero means the default", () => {
    const { settings, warnings } = parseSettings({
      GOTRUE_JWT_EXP: "0",
      GOTRUE_COOKIE_DURATION: "0",
      GOTRUE_SMTP_MAX_FREQUENCY: "0s",
    });
    expect(settings.jwt).toMatchObject({
      lifetime: 3600,
      adminGroup: "admin",
      defaultGroup: "",
      refreshLifetime: 2_592_000,
    });
    expect(settings.cookie).toEqual({ key: "nf_jwt", duration: 86_400 });
    expect(settings.smtp.maxFrequency).toBe(900_000);
    expect(settings.webhook).toMatchObject({ attempts: 3, timeoutSeconds: 5, events: [] });
    expect(warnings).toEqual([]);
  });

  it("make up secrets nobody gave, different ones each time", () => {
    const secrets = [parseSettings({}), parseSettings({})].flatMap(({ settings }) => [
      settings.jwt.secret,
      settings.operatorToken,
    ]);
    expect(new Set(secrets).size).toBe(4);
  });

  it.each([
    ["GOTRUE_WEBHOOK_TIMEOUT_SEC", "GoTrue reads GOTRUE_WEBHOOK_TIMEOUTSEC"],
    ["GOTRUE_EXTERNAL_REDIRECT_URL", "GoTrue reads GOTRUE_EXTERNAL_REDIRECTURL"],
    ["GOTRUE_SMTP_PASS", "mails stay in the outbox"],
    ["GOTRUE_DISABLE_SIGNUPS", "did you mean GOTRUE_DISABLE_SIGNUP?"],
    ["GOTRUE_COLOUR", "there is no such setting"],
  ])("S78 warn of %s, which has no effect", (name, reason) => {
    expect(parseSettings({ [name]: "1" }).warnings).toEqual([`${name} has no effect: ${reason}`]);
  });

  it("warn of a hook that no event calls, and of events that never happen", () => {
    const url = { GOTRUE_WEBHOOK_URL: "http://localhost:4000/hook" };
    expect(parseSettings(url).warnings).toEqual([
      "GOTRUE_WEBHOOK_URL is never called: set GOTRUE_WEBHOOK_EVENTS, for example to validate,signup,login",
    ]);
    expect(parseSettings({ ...url, GOTRUE_WEBHOOK_EVENTS: "login,sign-up,usermodified" }).warnings).toEqual([
      'GOTRUE_WEBHOOK_EVENTS names "sign-up", which never happens: there are validate,signup,login,usermodified,userdeleted',
    ]);
  });

  it.each([
    ["GOTRUE_SMTP_MAX_FREQUENCY", "900", "write a duration with its unit"],
    ["GOTRUE_DISABLE_SIGNUP", "yes", "write true or false"],
    ["GOTRUE_JWT_EXP", "1h", "write a whole number"],
    ["GOTRUE_SITE_URL", "localhost", "give a whole address"],
  ])("S78 refuse %s=%s and name it", (name, value, advice) => {
    expect(() => parseSettings({ [name]: value })).toThrow(`${name} is "${value}": ${advice}`);
  });

  it("accept any non-empty address where no mail server is named, as GoTrue then does", async () => {
    const wire = await startIdentity({ GOTRUE_SMTP_HOST: "" });
    expect((await wire.call("POST /signup", { body: { email: "anything", password: "p" } })).status).toBe(200);
    expect(wire.identity.mails.list({ to: "anything" })).toHaveLength(1);
    await wire.close();
  });

  it("can switch passwords off: then verify and invite go on, the rest is refused", async () => {
    const wire = await startIdentity({ GOTRUE_EXTERNAL_EMAIL_DISABLED: "true" });
    const refusal = { code: 400, msg: "Unsupported email provider" };
    for (const path of ["/signup", "/recover", "/token", "/admin/users"]) {
      expect((await wire.call(`POST ${path}`, { body: {} })).json).toEqual(refusal);
    }
    expect((await wire.call("POST /admin/users", { bearer: null })).status).toBe(401);
    expect((await wire.call("POST /invite", { body: { email: "a@x.io" } })).status).toBe(200);
    expect((await wire.call("POST /verify", { body: {} })).status).toBe(422);
    await wire.close();
  });

  it("can take a mail's body from the site, and fall back when the site has none", async () => {
    const { startScriptedServer } = await import("./replay/scripted-server.ts");
    const site = await startScriptedServer();
    const html =
      '<p>{{ .Data.full_name }}</p><a href="{{ .ConfirmationURL }}">go</a> <a href="{{ .SiteURL }}/help">help</a>';
    site.script(({ path }) => (path === "/mails/confirm.html" ? { body: html } : { status: 404 }));
    const lines: string[] = [];
    const wire = await startIdentity(
      {
        GOTRUE_SITE_URL: `http://${site.address}`,
        GOTRUE_MAILER_TEMPLATES_CONFIRMATION: "https://elsewhere.example/mails/confirm.html",
        GOTRUE_MAILER_TEMPLATES_INVITE: "/mails/none.html",
      },
      { log: (line) => lines.push(line) },
    );
    await wire.call("POST /signup", { body: { email: "a@x.io", password: "p", data: { full_name: "<Ann>" } } });
    await wire.call("POST /invite", { body: { email: "b@x.io" } });
    const [confirmation, invite] = wire.identity.mails.list();
    expect(confirmation?.html).toContain("<p>&lt;Ann&gt;</p>");
    expect(confirmation?.links).toEqual([
      expect.stringContaining("#confirmation_token="),
      `http://${site.address}/help`,
    ]);
    expect(invite?.links).toHaveLength(1);
    expect(lines).toContainEqual(expect.stringContaining("the default one is used"));
    await wire.close();
    await site.close();
  });
});
