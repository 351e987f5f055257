import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { type Audit, openAudit } from "#lib/server/audit/audit.ts";
import { factsOf, printFacts } from "#lib/server/audit/facts.ts";
import { openBlobStore } from "#netlify/local/blobs/blob-store.ts";
import { startBlobsServer } from "./blobs-server.ts";
import { type FaultProxy, startFaultProxy } from "./fault-proxy.ts";

const SECRET = "a secret of a test, of more than 32 characters";
const SITE_ID = "10ca1000-0000-4000-8000-00000000b10b";
const DEPLOY = { context: "production", id: "5f0000000000000000000001", readOnly: false, outdated: false };

export interface AuditStore {
  audit: Audit;
  /** What the audit asks Blobs for. */
  requests: FaultProxy["calls"];
  close(): Promise<void>;
}

/**
 * An audit that holds these entries, with the keys it would have written itself, behind a proxy that counts. Those that
 * `isOld` says are as desks wrote them that put no facts into keys.
 */
export async function startAuditStore(
  entries: readonly AuditEntry[],
  isOld: (entry: AuditEntry) => boolean = () => false,
): Promise<AuditStore> {
  const directory = mkdtempSync(join(tmpdir(), "identity-desk-audit-"));
  const path = join(directory, "blobs.journal");
  const audit = openAudit(DEPLOY, { instance: SITE_ID, secret: SECRET });
  fill(path, audit, { entries, isOld });
  const server = await startBlobsServer(path);
  const proxy = await startFaultProxy(server.url);
  vi.stubGlobal("netlifyBlobsContext", server.contextAt(proxy.url));
  return {
    audit,
    requests: proxy.calls,
    async close() {
      vi.unstubAllGlobals();
      await proxy.close();
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Held {
  entries: readonly AuditEntry[];
  isOld: (entry: AuditEntry) => boolean;
}

function fill(path: string, { keys, secret }: Audit, { entries, isOld }: Held): void {
  const store = openBlobStore(path);
  const write = (key: string, value: unknown) =>
    store.set("site:desk-audit-production", key, { data: Buffer.from(JSON.stringify(value)) });
  for (const entry of entries) {
    const parts = entry.outcome === "unknown" ? [entry] : [{ ...entry, outcome: "unknown" as const }, entry];
    for (const [index, part] of parts.entries()) {
      write(keys.part(entry.id, index === 0 ? "intent" : "outcome"), part);
      if (isOld(entry)) {
        if (entry.target?.id) write(keys.aboutEntry(entry.target.id, entry.id), {});
        continue;
      }
      const name = printFacts(factsOf(part, secret));
      write(keys.factsEntry(name), {});
      if (entry.target?.id) write(keys.aboutEntry(entry.target.id, name), {});
    }
  }
  store.close();
}
