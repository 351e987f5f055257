import { expect, it } from "vitest";
import { ArgumentError } from "../argument-error.mjs";
import { gotrueAddress, isPrivateHost, publicAddress } from "./gotrue-address.mjs";

it("takes an https address, with or without a path, and cuts off its last slash", () => {
  expect(gotrueAddress("https://auth.example.com")).toBe("https://auth.example.com");
  expect(gotrueAddress("https://auth.example.com:8443/identity/")).toBe("https://auth.example.com:8443/identity");
  expect(publicAddress("https://Desk.example.com/")).toBe("https://desk.example.com");
});

it("takes http for this machine and for private addresses only", () => {
  const near = ["localhost:8081", "127.0.0.1:9999", "[::1]:1", "10.1.2.3", "172.16.0.1", "172.31.9.9", "192.168.1.2"];
  for (const host of [...near, "gotrue:8081", "auth.internal", "nas.local", "[fd00::1]", "100.64.0.1", "0x7f.1"]) {
    expect(() => gotrueAddress(`http://${host}`), host).not.toThrow();
  }
  const far = [
    "auth.example.com",
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "[2001:db8::1]",
    "localhost.example.com",
    "0.0.0.0",
  ];
  for (const host of far) {
    expect(() => gotrueAddress(`http://${host}`), host).toThrow(/unencrypted.*use https/);
    expect(() => publicAddress(`http://${host}`), host).toThrow(/unencrypted/);
  }
  expect(isPrivateHost("auth.example.com")).toBe(false);
});

it("refuses what is no address, or holds a password, a query or a fragment, and says so in one line", () => {
  const wrong: [string, RegExp][] = [
    ["auth.example.com", /whole http: or https: address/],
    ["", /whole/],
    ["ftp://auth.example.com", /whole/],
    ["https://", /whole/],
    ["https://me:secret@auth.example.com", /password/],
    ["https://auth.example.com/?a=b", /query/],
    ["https://auth.example.com/?", /query/],
    ["https://auth.example.com/#x", /fragment/],
  ];
  for (const [value, words] of wrong) {
    const refused = () => gotrueAddress(value);
    expect(refused, value).toThrow(ArgumentError);
    expect(refused, value).toThrow(words);
    expect(refused, value).not.toThrow(/\n|me:secret/);
  }
  expect(() => publicAddress("https://desk.example.com/desk")).toThrow(
    /without a path: give https:\/\/desk.example.com/,
  );
});
