import type { Config } from "@netlify/functions";
import {
  changeEmail,
  confirmUser,
  editMetadata,
  renameUser,
  sendLink,
  setPassword,
} from "#lib/contract/user-changes.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as edits from "#lib/server/users/edits.ts";
import * as link from "#lib/server/users/link.ts";
import * as password from "#lib/server/users/password.ts";

export default serve(
  route(renameUser, edits.rename),
  route(editMetadata, edits.editMetadata),
  route(changeEmail, edits.changeEmail),
  route(confirmUser, edits.confirm),
  route(setPassword, password.set),
  route(sendLink, link.send),
);

export const config: Config = {
  path: [
    `${__DESK_BASE__}/api/users/:id/name`,
    `${__DESK_BASE__}/api/users/:id/metadata`,
    `${__DESK_BASE__}/api/users/:id/email`,
    `${__DESK_BASE__}/api/users/:id/confirm`,
    `${__DESK_BASE__}/api/users/:id/password`,
    `${__DESK_BASE__}/api/users/:id/link`,
  ],
};
