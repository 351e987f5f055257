import { randomUUID } from "node:crypto";

export type HookEvent = "validate" | "signup" | "login" | "usermodified" | "userdeleted";

/** One try of a delivery. */
export interface DeliveryTry {
  /** Milliseconds after the delivery began, and how long it took. */
  startMs: number;
  ms: number;
  /** 0 where there was no answer. */
  status: number;
  headers: [string, string][];
  /** At most 64 kB of it, as text. */
  body: string;
  /** Bytes of the whole body. */
  bodyBytes: number;
  /** Why there was no answer, or no whole one. */
  error?: string;
}

/** One call to an event hook, all its tries together. */
export interface Delivery {
  id: string;
  event: HookEvent;
  url: string;
  tries: number;
  /** Of the last answer; 0 where there was none. */
  status: number;
  ms: number;
  /** ISO, by the Identity's clock. */
  at: string;
  /** Address of the account it was about. */
  person: string;
  /** Whether Identity went on. */
  accepted: boolean;
  /** What came of it, in words. */
  outcome: string;
  request: { headers: Record<string, string>; body: string };
  attempts: DeliveryTry[];
  /** Id of the delivery that a person sent again. */
  repeats?: string;
}

export interface Deliveries {
  /** Oldest first. */
  list(): Delivery[];
  find(id: string): Delivery | undefined;
  add(delivery: Omit<Delivery, "id">): Delivery;
  clear(): void;
}

interface Limits {
  count: number;
  /** Of requests and answers together, in UTF-16 units. */
  size: number;
}

const LIMITS: Limits = { count: 1000, size: 16 * 1024 * 1024 };

function sizeOf({ request, attempts }: Delivery): number {
  const answers = attempts.map(({ body, headers }) => body.length + headers.flat().join().length);
  return request.body.length + answers.reduce((sum, size) => sum + size, 0);
}

/** Remembers the newest deliveries. The last one stays, however large; older ones make room. */
export function openDeliveries(limits: Limits = LIMITS): Deliveries {
  let kept: Delivery[] = [];
  let size = 0;
  return {
    list: () => [...kept],
    find: (id) => kept.find((delivery) => delivery.id === id),
    add(facts) {
      const delivery: Delivery = { id: randomUUID(), ...facts };
      kept.push(delivery);
      size += sizeOf(delivery);
      while (kept.length > limits.count || (size > limits.size && kept.length > 1)) {
        const [oldest, ...rest] = kept;
        size -= oldest ? sizeOf(oldest) : 0;
        kept = rest;
      }
      return delivery;
    },
    clear() {
      kept = [];
      size = 0;
    },
  };
}
