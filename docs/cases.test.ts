import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const roots = ["app", "bench", "components", "docs", "e2e", "lib", "netlify", "scripts"];

interface Row {
  id: string;
  /** Files that hold a test named after the case; empty where the map says why there is none. */
  files: string[];
  where: string;
}

function expectedIds(): string[] {
  const numbered = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, "0")}`);
  return [...numbered("S", 86), ...numbered("R", 46)];
}

function rows(): Row[] {
  const text = readFileSync(path.join(root, "docs/cases.md"), "utf8");
  return [...text.matchAll(/^\| ([SR]\d{2}) \| [^|]+ \| ([^|]+) \|$/gm)].map(([, id = "", where = ""]) => ({
    id,
    where: where.trim(),
    files: [...where.matchAll(/`([^`]+\.(?:test|spec)\.tsx?)`/g)].map((match) => match[1] ?? ""),
  }));
}

/** Every case id that a title begins with, and the files it stands in. */
function titledIds(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const files = roots
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((file) =>
        path.join(folder, file).replaceAll("\\", "/"),
      ),
    )
    .filter((file) => /\.(test|spec)\.tsx?$/.test(file));
  for (const file of files) {
    const text = readFileSync(path.join(root, file), "utf8");
    for (const [, ids = ""] of text.matchAll(/["'`]((?:[SR]\d{2} )+)\w/g)) {
      for (const id of ids.trim().split(" ")) found.set(id, (found.get(id) ?? new Set()).add(file));
    }
  }
  return found;
}

describe("the map of quality cases", () => {
  it("lists every attack and every fault exactly once", () => {
    expect(rows().map((row) => row.id)).toEqual(expectedIds());
  });

  it("names files whose test titles carry the case", () => {
    const titled = titledIds();
    const wrong = rows().flatMap((row) =>
      row.files.filter((file) => !titled.get(row.id)?.has(file)).map((file) => `${row.id}: ${file}`),
    );
    expect(wrong).toEqual([]);
  });

  it("gives a reason where it names no test", () => {
    expect(
      rows()
        .filter((row) => row.files.length === 0 && row.where.length < 15)
        .map((row) => row.id),
    ).toEqual([]);
  });

  it("knows every test that carries a case in its title (npm run cases writes it)", () => {
    const map = new Map(rows().map((row) => [row.id, row.files]));
    const missing = [...titledIds()].flatMap(([id, files]) =>
      [...files].filter((file) => !map.get(id)?.includes(file)).map((file) => `${id}: ${file}`),
    );
    expect(missing).toEqual([]);
  });
});
