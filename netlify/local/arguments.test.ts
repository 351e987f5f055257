import { expect, it } from "vitest";
import { ArgumentError } from "./argument-error.mjs";
import { parseArguments } from "./arguments.mjs";

it("has defaults for everything", () => {
  expect(parseArguments([])).toEqual({
    port: 8888,
    data: ".desk",
    people: undefined,
    reset: false,
    context: "production",
    directory: "legacy",
    pagesFrom: undefined,
    help: false,
  });
});

it("takes what npm start documents", () => {
  const argv = [
    "--port",
    "9001",
    "--people=10000",
    "--data",
    "x",
    "--reset",
    "--context",
    "deploy-preview",
    "--directory",
    "none",
  ];
  expect(parseArguments(argv)).toMatchObject({
    port: 9001,
    people: 10_000,
    data: "x",
    reset: true,
    context: "deploy-preview",
    directory: "none",
  });
});

it("refuses what it does not know, in one line that names it", () => {
  const wrong = {
    "--nope": ["--nope"],
    extra: ["extra"],
    "--port": ["--port", "http"],
    "--port takes": ["--port", "65536"],
    "--people": ["--people", "-5"],
    "--people takes": ["--people", "1.5"],
    "--context": ["--context", "prod"],
    "--directory": ["--directory", "ldap"],
    "--data": ["--data", ""],
    "--strict": ["--strict"],
    "--identity takes": ["--identity", "identity.example"],
    "use https": ["--identity", "http://identity.example"],
    "goes with --identity URL": ["--public-url", "https://desk.example"],
    "without a path": ["--identity", "https://identity.example", "--public-url", "https://desk.example/desk"],
  };
  for (const [named, argv] of Object.entries(wrong)) {
    const refused = () => parseArguments(argv);
    expect(refused, named).toThrow(ArgumentError);
    expect(refused).toThrow(named);
    expect(refused).not.toThrow(/\n/);
  }
});

it("takes a GoTrue that runs elsewhere, and how it reaches us", () => {
  expect(parseArguments(["--identity", "https://identity.example/"])).toMatchObject({
    identity: "https://identity.example",
    publicUrl: undefined,
  });
  const argv = [
    "--identity",
    "http://10.0.0.5:8081/auth",
    "--public-url",
    "https://desk.example/",
    "--directory",
    "none",
  ];
  expect(parseArguments(argv)).toMatchObject({
    identity: "http://10.0.0.5:8081/auth",
    publicUrl: "https://desk.example",
    directory: "none",
  });
});

it("refuses beside --identity what only the local Identity can do, with the reason", () => {
  const identity = ["--identity", "https://identity.example"];
  const refused = (...argv: string[]) => expect(() => parseArguments([...identity, ...argv]));
  refused("--people", "0").toThrow(/^--people does not go with --identity: .* real: nothing is seeded/);
  refused("--reset").toThrow(/^--reset does not go with --identity: .* real: nothing is emptied/);
  refused("--strict", "upstream-2026").toThrow(/^--strict does not go with --identity/);
  refused("--providers", "google").toThrow(/^--providers does not go with --identity/);
});
