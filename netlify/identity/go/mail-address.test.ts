import { describe, expect, it } from "vitest";
import { parseAddress } from "./mail-address.ts";

const accepted: [string, string][] = [
  ["u@x", "u@x"],
  [" u@x.io ", "u@x.io"],
  ["Name <u@x.io>", "u@x.io"],
  ['"Na me" <u@x.io>', "u@x.io"],
  ["u@x.io (a (nested) comment)", "u@x.io"],
  ["u@[127.0.0.1]", "u@[127.0.0.1]"],
  ["u@[::1]", "u@[::1]"],
  ['"a b"@x.io', "a b@x.io"],
  ["jöra@exämple.de", "jöra@exämple.de"],
  ["a.b.c Name <u@x.io>", "u@x.io"],
  ["=?utf-8?q?N=C3=A4me?= <u@x.io>", "u@x.io"],
  ["group: u@x.io;", "u@x.io"],
  ["😀@x.io", "😀@x.io"],
  ["=?utf-8?q?a?= =?utf-8?q?b?= <u@x.io>", "u@x.io"],
];

const missing = "mail: missing '@' or angle-addr";
const refused: [string, string][] = [
  ...["user", "user@", "user@.x", ".u@x", "u..v@x", "u@x.", "u@@x", "😀"].map((text): [string, string] => [
    text,
    missing,
  ]),
  ["=?utf-8?q?a?= (c) <u@x>", missing],
  ["=?utf-8?q?a_b?= (c", "mail: no angle-addr"],
  ["first last", "mail: no angle-addr"],
  ["u v@x", "mail: no angle-addr"],
  ["u@x v@y", 'mail: expected single address, got "v@y"'],
  ["u@x,v@y", 'mail: expected single address, got ",v@y"'],
  [" ", "mail: no address"],
  ["@x", "mail: missing word in phrase: mail: invalid string"],
  ["mailto:u@x", "mail: expected comma"],
  ["Name <u>", "mail: missing @ in addr-spec"],
  ["Name <u@>", "mail: invalid string"],
  ["Name <u@x", "mail: unclosed angle-addr"],
  ["<>", "mail: invalid string"],
  ["<", "mail: no addr-spec"],
  ["<u@", "mail: no domain in addr-spec"],
  ["<.u@x>", "mail: leading dot in atom"],
  ["<u..v@x>", "mail: double dot in atom"],
  ["<u@x.>", "mail: trailing dot in atom"],
  ['<""@x>', "mail: empty quoted string in addr-spec"],
  ['"abc', "mail: missing word in phrase: mail: unclosed quoted-string"],
  ['"a\u0001b" <u@x>', "mail: missing word in phrase: mail: bad character in quoted-string: '\\x01'"],
  ["<u@[1.2.3]>", 'mail: invalid IP address in domain-literal: "1.2.3"'],
  ["<u@[01.2.3.4]>", 'mail: invalid IP address in domain-literal: "01.2.3.4"'],
  ["<u@[IPv6:::1]>", 'mail: invalid IP address in domain-literal: "IPv6:::1"'],
  ["<u@[1 2]>", "mail: bad character in domain-literal: ' '"],
  ["<u@[1", "mail: unclosed domain-literal"],
  ["u@x (open", "mail: misformatted parenthetical comment"],
  ["a (open b", "mail: misformatted parenthetical comment"],
  ["group:;", "mail: empty group"],
  ["group: a@x, b@y;", "mail: group with multiple addresses"],
  ["=?koi8?q?a?= <u@x>", 'mail: missing word in phrase: charset not supported: "koi8"'],
  ["a@b.c\nBcc:x", 'mail: expected single address, got "\\nBcc:x"'],
  ["u@x \u00a0", 'mail: expected single address, got "\\u00a0"'],
];

describe("net/mail's ParseAddress", () => {
  it.each(accepted)("finds in %j the address %s", (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });

  it.each(refused)("S46 refuses %j with %j", (text, message) => {
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ message }));
  });
});
