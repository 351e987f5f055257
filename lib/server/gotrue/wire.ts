import * as z from "zod/mini";
import { type Account, isMetadata, type Metadata } from "#lib/server/account.ts";
import { unexpected } from "./transport.ts";

/** RFC 3339 with 0–9 digits of a second and any offset, as UTC. */
const Time = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)))),
  z.transform((text: string) => new Date(text).toISOString()),
);
const MaybeTime = z.nullish(Time);

/** Not a `z.record`: that drops a key called `__proto__`, and metadata is to be shown as it is stored. */
const WireMetadata = z.pipe(
  z.nullish(z.custom<Metadata>(isMetadata)),
  z.transform((metadata: Metadata | null | undefined): Metadata => metadata ?? {}),
);

const WireAccount = z.object({
  id: z.uuid(),
  aud: z.string(),
  email: z.string(),
  confirmed_at: MaybeTime,
  invited_at: MaybeTime,
  confirmation_sent_at: MaybeTime,
  recovery_sent_at: MaybeTime,
  email_change_sent_at: MaybeTime,
  new_email: z.nullish(z.string()),
  app_metadata: WireMetadata,
  user_metadata: WireMetadata,
  created_at: Time,
});

function toAccount(wire: z.output<typeof WireAccount>): Account {
  return {
    id: wire.id,
    audience: wire.aud,
    email: wire.email,
    pendingEmail: wire.new_email || undefined,
    confirmedAt: wire.confirmed_at ?? undefined,
    invitedAt: wire.invited_at ?? undefined,
    confirmationSentAt: wire.confirmation_sent_at ?? undefined,
    recoverySentAt: wire.recovery_sent_at ?? undefined,
    emailChangeSentAt: wire.email_change_sent_at ?? undefined,
    createdAt: wire.created_at,
    appMetadata: wire.app_metadata,
    userMetadata: wire.user_metadata,
  };
}

/** @throws IdentityFault when this is no user of GoTrue's. */
export function parseAccount(body: unknown): Account {
  const parsed = WireAccount.safeParse(body);
  if (!parsed.success) throw unexpected("not a user");
  return toAccount(parsed.data);
}

const WirePage = z.object({ users: z.array(WireAccount) });

/** @throws IdentityFault when this is no page of users. */
export function parseAccounts(body: unknown): Account[] {
  const parsed = WirePage.safeParse(body);
  if (!parsed.success) throw unexpected("not a list of users");
  return parsed.data.users.map(toAccount);
}

/** Not every key is always there, and `actor_name` may be any JSON: what is not needed is not looked at. */
const WireLog = z.array(
  z.object({
    id: z.optional(z.string()),
    created_at: Time,
    payload: z.object({
      actor_id: z.optional(z.string()),
      actor_email: z.optional(z.string()),
      action: z.optional(z.string()),
      timestamp: z.optional(Time),
      traits: z.optional(z.object({ user_id: z.optional(z.string()) })),
    }),
  }),
);

export interface LogEntry {
  id: string;
  /** To the second, UTC. */
  at: string;
  actorId: string | undefined;
  actorEmail: string;
  action: string;
  /** Whom an admin acted upon. */
  userId: string | undefined;
}

/** Identity's own audit log. @throws IdentityFault when this is none. */
export function parseLog(body: unknown): LogEntry[] {
  const parsed = WireLog.safeParse(body);
  if (!parsed.success) throw unexpected("not a log");
  return parsed.data.map(({ id = "", created_at, payload }) => ({
    id,
    at: payload.timestamp ?? created_at,
    actorId: payload.actor_id,
    actorEmail: payload.actor_email ?? "",
    action: payload.action ?? "",
    userId: payload.traits?.user_id,
  }));
}

const OPERATOR = "00000000-0000-0000-0000-000000000000";

const WireFeed = z.array(
  z.object({
    created_at: Time,
    payload: z.object({
      actor_id: z.optional(z.string()),
      traits: z.optional(z.object({ user_id: z.optional(z.string()) })),
    }),
  }),
);

/** Entries of Identity's log: when, and whom they are about. @throws IdentityFault when this is none. */
export function parseFeed(body: unknown): { at: string; userId: string | undefined }[] {
  const parsed = WireFeed.safeParse(body);
  if (!parsed.success) throw unexpected("not a log");
  return parsed.data.map(({ created_at, payload }) => {
    const actor = payload.actor_id === OPERATOR ? undefined : payload.actor_id;
    return { at: created_at, userId: payload.traits?.user_id ?? actor };
  });
}

/** The text of GoTrue's error, cut short: it may quote what a stranger typed. */
export function messageOf(body: unknown): string {
  const parsed = z.object({ msg: z.string() }).safeParse(body);
  return parsed.success ? parsed.data.msg.slice(0, 200) : "";
}
