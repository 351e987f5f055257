import { randomBytes, randomInt } from "node:crypto";

/** Letters and digits that nobody takes for one another when a password is read out or typed off a screen. */
const LETTERS = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXYZ34679";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A password to hand over: four groups of five, about 113 bits. */
export function readablePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** A password that nobody learns: Identity takes a missing one for the empty one. */
export function unknownPassword(): string {
  return randomBytes(36).toString("base64url");
}
