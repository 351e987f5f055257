import type { Input } from "#lib/contract/endpoint.ts";
import { type Metadata, sameJson } from "#lib/contract/metadata.ts";
import type {
  Changed,
  changeEmail as changeEmailRow,
  confirmUser,
  editMetadata as editMetadataRow,
  renameUser,
} from "#lib/contract/user-changes.ts";
import type { Deps } from "#lib/server/deps.ts";
import { change } from "./change.ts";
import { confirmKind } from "./changes/confirm.ts";
import { emailKind } from "./changes/email.ts";
import { appMetadataKind, userMetadataKind } from "./changes/metadata.ts";
import { nameKind } from "./changes/name.ts";

/** Changes the name people see. */
export function rename({ params, body }: Input<typeof renameUser>, deps: Deps): Promise<Changed> {
  const { name, expected, reason } = body;
  return change(nameKind, { id: params.id, wanted: { name }, expected: { name: expected }, reason }, deps);
}

/** Sets or takes away top-level keys of one metadata object. What the caller left as they saw it is not touched. */
export function editMetadata({ params, body }: Input<typeof editMetadataRow>, deps: Deps): Promise<Changed> {
  const { of, reason } = body;
  const set = Object.fromEntries(Object.entries(body.set).filter(([key, value]) => !sameJson(value, seen(body, key))));
  const expected = Object.fromEntries(Object.keys(set).map((key) => [key, seen(body, key)]));
  const about = { id: params.id, reason };
  if (of === "user") {
    const wish = { ...about, wanted: { userMetadata: set }, expected: { userMetadata: expected } };
    return change(userMetadataKind, wish, deps);
  }
  return change(appMetadataKind, { ...about, wanted: { appMetadata: set }, expected: { appMetadata: expected } }, deps);
}

function seen({ expected }: { expected: Metadata }, key: string): unknown {
  return Object.hasOwn(expected, key) ? expected[key] : null;
}

/** Changes the address, after the checks of a new account. */
export function changeEmail({ params, body }: Input<typeof changeEmailRow>, deps: Deps): Promise<Changed> {
  const { email, expected, reason, override = false } = body;
  return change(
    emailKind({ override }),
    { id: params.id, wanted: { email }, expected: { email: expected }, reason },
    deps,
  );
}

/** Confirms the address by hand; nothing happens where it is confirmed. */
export function confirm({ params, body }: Input<typeof confirmUser>, deps: Deps): Promise<Changed> {
  return change(confirmKind, { id: params.id, wanted: { confirmed: true }, reason: body.reason }, deps);
}
