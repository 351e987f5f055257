import { expect, it } from "vitest";
import { type Delivery, openDeliveries } from "./deliveries.ts";

function delivery(person: string, body = "{}"): Omit<Delivery, "id"> {
  const answer = { startMs: 0, ms: 1, status: 200, headers: [], body: "", bodyBytes: 0 };
  const facts = {
    event: "login",
    url: "http://localhost/",
    tries: 1,
    status: 200,
    ms: 1,
    at: "2026-01-01T00:00:00Z",
  } as const;
  return { ...facts, person, accepted: true, outcome: "", request: { headers: {}, body }, attempts: [answer] };
}

it("keeps the newest so many, oldest first, each under an id of its own", () => {
  const deliveries = openDeliveries({ count: 3, size: 1000 });
  const ids = ["a", "b", "c", "d"].map((person) => deliveries.add(delivery(person)).id);
  expect(deliveries.list().map(({ person }) => person)).toEqual(["b", "c", "d"]);
  expect(new Set(ids).size).toBe(4);
  expect(deliveries.find(ids[0] ?? "")).toBeUndefined();
  expect(deliveries.find(ids[3] ?? "")?.person).toBe("d");
});

it("lets old ones go when their texts grow too large, and never the last", () => {
  const deliveries = openDeliveries({ count: 100, size: 1000 });
  for (const person of ["a", "b", "c"]) deliveries.add(delivery(person, "x".repeat(400)));
  expect(deliveries.list().map(({ person }) => person)).toEqual(["b", "c"]);
  deliveries.add(delivery("large", "x".repeat(5000)));
  expect(deliveries.list().map(({ person }) => person)).toEqual(["large"]);
  deliveries.add(delivery("small"));
  expect(deliveries.list().map(({ person }) => person)).toEqual(["small"]);
  deliveries.clear();
  expect(deliveries.list()).toEqual([]);
});
