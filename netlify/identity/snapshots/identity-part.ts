import type { Identity } from "../server.ts";
import { decodeImage } from "../store/image.ts";
import type { SnapshotPart } from "./bundle.ts";

/** Accounts, sessions, log and mails as a part of a snapshot. */
export function identityPart({ image, restore }: Pick<Identity, "image" | "restore">): SnapshotPart {
  return { name: "people", image, check: (bytes) => void decodeImage(bytes), restore };
}
