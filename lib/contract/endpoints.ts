import { listActivity } from "./activity.ts";
import { getAuditEntry, listAudit, undoBatch, undoChange } from "./audit.ts";
import { exportAudit } from "./audit-export.ts";
import { listBin } from "./bin.ts";
import { bulkUsers } from "./bulk.ts";
import { checkAddress } from "./check.ts";
import type { Endpoint } from "./endpoint.ts";
import { emptyBin, eraseUser } from "./erasing.ts";
import { exportUsers } from "./exports.ts";
import { listLinks } from "./links.ts";
import { createUser } from "./new-user.ts";
import { listNotes, removeNote, writeNote } from "./notes.ts";
import { getOpenapi } from "./openapi.ts";
import { getOverview } from "./overview.ts";
import { getSession } from "./session.ts";
import { getSignupVerdict } from "./signup-verdict.ts";
import { getSnapshot, stepSnapshot } from "./snapshot.ts";
import { runSweep } from "./sweep.ts";
import { changeEmail, confirmUser, editMetadata, renameUser, sendLink, setPassword, setRoles } from "./user-changes.ts";
import { getCreation } from "./user-creation.ts";
import { deleteUser, restoreUser, suspendUser } from "./user-state.ts";
import { getUser, listUserIds, listUsers } from "./users.ts";

/** Every row: what the API description and the authorisation matrix are generated from. */
export const endpoints: readonly Endpoint[] = [
  getSession,
  listUsers,
  listUserIds,
  getUser,
  createUser,
  getCreation,
  setRoles,
  bulkUsers,
  exportUsers,
  suspendUser,
  restoreUser,
  deleteUser,
  listBin,
  eraseUser,
  emptyBin,
  runSweep,
  checkAddress,
  renameUser,
  editMetadata,
  changeEmail,
  confirmUser,
  setPassword,
  sendLink,
  listLinks,
  listActivity,
  listNotes,
  writeNote,
  removeNote,
  listAudit,
  undoChange,
  undoBatch,
  getAuditEntry,
  exportAudit,
  getSnapshot,
  stepSnapshot,
  getOverview,
  getSignupVerdict,
  getOpenapi,
];
