"use client";

import { FrontFrame } from "#components/session/front-frame.tsx";
import { NotStaff } from "#components/session/not-staff.tsx";
import { SetUpGuide } from "#components/session/set-up-guide.tsx";
import type { ApiError } from "#lib/client/api-error.ts";
import { siteUrl } from "#lib/client/base.ts";

/** Instead of a page of the desk: for somebody who is not staff, or where the desk lacks its settings. */
export function NoDesk({ error }: { error: ApiError }) {
  if (error.code === "not_staff") {
    return (
      <FrontFrame>
        <NotStaff continueAt={error.continueAt ?? siteUrl("/welcome")} />
      </FrontFrame>
    );
  }
  return (
    <FrontFrame width="medium">
      <SetUpGuide message={error.message} />
    </FrontFrame>
  );
}
