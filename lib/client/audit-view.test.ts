import { describe, expect, it } from "vitest";
import { auditQuery, isNarrowed, parseAuditView, printAuditView } from "./audit-view.ts";

describe("the audit list's address", () => {
  it("keeps what it is narrowed to, and nothing else", () => {
    const view = parseAuditView(new URLSearchParams("?actor=a%40b.org&from=2026-11-20&batch=&page=3"));
    expect(view).toEqual({ actor: "a@b.org", from: "2026-11-20" });
    expect(printAuditView(view)).toBe("?actor=a%40b.org&from=2026-11-20");
    expect([isNarrowed(view), isNarrowed({})]).toEqual([true, false]);
  });

  it("asks for whole days of the reader's own calendar", () => {
    const { from, to } = auditQuery({ from: "2026-03-28", to: "2026-03-28" });
    expect(from).toBe(new Date(2026, 2, 28).toISOString());
    expect(to).toBe(new Date(2026, 2, 29).toISOString());
  });

  it("leaves what is no day for the server to refuse", () => {
    expect(auditQuery({ from: "yesterday" })).toEqual({ from: "yesterday" });
  });
});
