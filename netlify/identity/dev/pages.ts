import { providerRoutes } from "../provider-page/routes.ts";
import { eventRoutes } from "./events.ts";
import { mailRoutes } from "./mails.ts";
import { overviewRoutes } from "./overview.ts";
import { resetRoutes } from "./reset.ts";
import type { DevRoute } from "./route.ts";

/** Every address of the console that any Identity has, in the order of the navigation. */
export const standardPages: readonly DevRoute[] = [
  ...overviewRoutes,
  ...mailRoutes,
  ...eventRoutes,
  ...resetRoutes,
  ...providerRoutes,
];
