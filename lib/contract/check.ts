import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { LookAlike } from "./new-user.ts";
import { UserStatus } from "./users.ts";

const Person = z.object({ id: z.uuid(), email: z.string(), name: z.string(), status: UserStatus });

const DirectoryAnswer = z.object({
  /** `none`: this site has no directory. `not_asked`: there was no reason to. */
  state: z.enum(["known", "unknown", "unavailable", "none", "not_asked"]),
  /** What staff call it. */
  name: z.optional(z.string()),
  /** What it calls the person. */
  outsideId: z.optional(z.string()),
  /** With `unavailable`. */
  why: z.optional(z.string()),
  /** The ways in which staff make an account that take a reason now. */
  shut: z.array(z.enum(["create", "invite"])),
});

export const AddressCheck = z.object({
  /** As it was asked. */
  address: z.string(),
  /** As it is compared and looked up; absent where it is no address. */
  normalised: z.optional(z.string()),
  /** Whether it can be an address of an account made by the caller at all. */
  usable: z.boolean(),
  /** With `usable: false`: what is wrong and what to do. */
  problem: z.optional(z.string()),
  directory: DirectoryAnswer,
  /** The account that has this address, or one that Identity takes for it. */
  account: z.optional(Person),
  /** Others whose address looks the same, oldest first; at most ten of `alike`. */
  lookAlikes: z.array(LookAlike),
  /** How many there are. */
  alike: z.number(),
  /** False where only some accounts could be looked at. */
  complete: z.boolean(),
});
export type AddressCheck = z.infer<typeof AddressCheck>;

export const checkAddress = endpoint({
  name: "checkAddress",
  method: "GET",
  path: "/check",
  action: "checks.run",
  summary: "What stands against an account with this address: Identity, the directories, and who looks like it.",
  query: z.strictObject({
    address: z.string().check(z.maxLength(320, "An address has at most 254 characters.")),
    /** Asks about accounts only: of somebody who is in Identity already a directory need not hear. */
    directory: z.optional(z.literal("skip")),
  }),
  response: AddressCheck,
});
