import { auditScreens } from "./audit.ts";
import { deletedScreens } from "./deleted.ts";
import { frontScreens } from "./front.ts";
import { newUserScreens } from "./new-user.ts";
import { overviewScreens } from "./overview.ts";
import { personScreens } from "./person.ts";
import { phoneScreens } from "./phone.ts";
import type { Screen } from "./screen.ts";
import { shellScreens } from "./shell.ts";
import { usersScreens } from "./users.ts";

/** Every screen there is, each row in the order one page can go through it. Those of the front need no session. */
export const allScreens: Record<string, Screen[]> = {
  front: frontScreens,
  users: usersScreens,
  person: personScreens,
  "new user": newUserScreens,
  deleted: deletedScreens,
  audit: auditScreens,
  overview: overviewScreens,
  shell: shellScreens,
  phone: phoneScreens,
};
