import { expect, it } from "vitest";
import { ArgumentError, parseArguments } from "./arguments.mjs";

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
    "not there yet": ["--identity", "https://identity.example"],
  };
  for (const [named, argv] of Object.entries(wrong)) {
    const refused = () => parseArguments(argv);
    expect(refused, named).toThrow(ArgumentError);
    expect(refused).toThrow(named);
    expect(refused).not.toThrow(/\n/);
  }
});
