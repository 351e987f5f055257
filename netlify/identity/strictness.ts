/** The rules that upstream merged in 2026, after the state this server is recorded from. */
export const GROUP = "upstream-2026";

interface Switch {
  inGroup: boolean;
  about: string;
}

/**
 * Each pull request's effect on the wire, by number: https://github.com/netlify/gotrue/pull/445 and so on.
 * 441 and 442 (reserved domains in the sender's address) show only at `PUT /instances`, which a single instance lacks.
 */
const SWITCHES = {
  per_page_cap: { inGroup: true, about: "Admin lists refuse per_page above 500 with 400. Pull request 445, merged." },
  body_cap: { inGroup: true, about: "A request body above 1 MiB cannot be read. Pull request 448, merged." },
  password_cap: {
    inGroup: true,
    about: "A password above 72 bytes is refused with 422 and not with 500. Pull request 449, merged.",
  },
  signup_rate_limit: {
    inGroup: true,
    about: "10 signups a minute from one address, then 429. Pull request 450, merged.",
  },
  recover_rate_limit: {
    inGroup: true,
    about: "5 recoveries a minute from one address, then 429. Pull request 450, merged.",
  },
  verify_rate_limit: {
    inGroup: true,
    about: "30 verifications a minute from one address, then 429. Pull request 450, merged.",
  },
  token_rate_limit: {
    inGroup: true,
    about: "30 tokens in five minutes from one address, also where no header is configured. Pull request 450, merged.",
  },
  samesite_cookies: { inGroup: true, about: "Cookies carry SameSite=Lax. Pull request 444, merged." },
  server_timeouts: {
    inGroup: true,
    about: "A body has 30 seconds to arrive and an answer 60 to leave. Pull request 446, merged.",
  },
  hook_status: {
    inGroup: false,
    about:
      "A hook is called again after 429 and 5xx only; any other refusal is told with its own status. Pull request 443, open.",
  },
} as const satisfies Record<string, Switch>;

export type SwitchName = keyof typeof SWITCHES;

/** Rules that upstream added later or may add, all off at the start. */
export interface Strictness {
  /** The group first, on when all of it is. */
  list(): { name: string; on: boolean; about: string }[];
  /** A switch or the group. Throws Error for a name that is neither. */
  set(name: string, on: boolean): void;
  isOn(name: SwitchName): boolean;
}

const NAMES = Object.keys(SWITCHES).filter(isSwitch);
const GROUPED = NAMES.filter((name) => SWITCHES[name].inGroup);

export function createStrictness(): Strictness {
  const on = new Set<SwitchName>();
  return {
    list: () => [
      {
        name: GROUP,
        on: GROUPED.every((name) => on.has(name)),
        about: `All that upstream merged in 2026: ${GROUPED.join(", ")}.`,
      },
      ...NAMES.map((name) => ({ name, on: on.has(name), about: SWITCHES[name].about })),
    ],
    set(name, isOn) {
      for (const each of namesBehind(name)) {
        if (isOn) on.add(each);
        else on.delete(each);
      }
    },
    isOn: (name) => on.has(name),
  };
}

/** Switches on what a comma list names, `upstream-2026,hook_status`. Throws Error for an unknown name, and then sets none. */
export function applyStrictness(strictness: Pick<Strictness, "set">, names: string): void {
  const switches = names.split(",").flatMap((name) => namesBehind(name.trim()));
  for (const name of switches) strictness.set(name, true);
}

function namesBehind(name: string): SwitchName[] {
  if (name === GROUP) return GROUPED;
  if (isSwitch(name)) return [name];
  throw new Error(`There is no strictness "${name}". Choose from: ${[GROUP, ...NAMES].join(", ")}.`);
}

function isSwitch(name: string): name is SwitchName {
  return Object.hasOwn(SWITCHES, name);
}
