import { providerRoutes } from "../provider-page/routes.ts";
import { apiRoutes } from "./api.ts";
import { clockRoutes } from "./clock.ts";
import { coverageRoutes } from "./coverage.ts";
import { eventRoutes } from "./events.ts";
import { faultRoutes } from "./faults.ts";
import { linkRoutes } from "./links.ts";
import { mailRoutes } from "./mails.ts";
import { overviewRoutes } from "./overview.ts";
import { peopleRoutes } from "./people.ts";
import { transferRoutes } from "./people-transfer.ts";
import { personRoutes } from "./person.ts";
import { resetRoutes } from "./reset.ts";
import type { DevRoute } from "./route.ts";
import { snapshotRoutes } from "./snapshots.ts";
import { strictnessRoutes } from "./strictness.ts";

/** Every address of the console that any Identity has, in the order of the navigation. */
export const standardPages: readonly DevRoute[] = [
  ...overviewRoutes,
  ...peopleRoutes,
  ...transferRoutes,
  ...personRoutes,
  ...mailRoutes,
  ...linkRoutes,
  ...eventRoutes,
  ...clockRoutes,
  ...faultRoutes,
  ...strictnessRoutes,
  ...snapshotRoutes,
  ...resetRoutes,
  ...apiRoutes,
  ...coverageRoutes,
  ...providerRoutes,
];
