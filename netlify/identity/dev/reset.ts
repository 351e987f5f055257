import { counted } from "./counts.ts";
import { type DevRoute, type Handler, json, seeOther } from "./route.ts";

const reset: Handler = async ({ identity, console, wantsJson }) => {
  await console.reset();
  const people = identity.people.count();
  if (wantsJson) return json({ people });
  const seeded = people === 0 ? "Nobody is left." : `${counted(people, "account was", "accounts were")} seeded.`;
  return seeOther("", `Started over. ${seeded}`);
};

/** Back to the beginning. */
export const resetRoutes: DevRoute[] = [
  {
    path: "/reset",
    POST: reset,
    formOn: "",
    api: [
      {
        method: "POST",
        about:
          "Takes away accounts, sessions, log, mails and deliveries, seeds again, sets the clock right, ends all faults.",
      },
    ],
  },
];
