"use client";

import { UserText } from "#components/text/user-text.tsx";
import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import { FieldError } from "#components/ui/field.tsx";
import type { AssignableRole } from "#lib/contract/session.ts";

interface Props {
  roles: AssignableRole[];
  chosen: string[];
  onChange: (roles: string[]) => void;
  error?: string;
}

/** A checkbox for each role, those that make somebody staff apart. One that may not be given says so. */
export function RoleChoices({ roles, chosen, onChange, error }: Props) {
  const staff = roles.filter((role) => role.staffRank);
  const others = roles.filter((role) => !role.staffRank);
  const group = { chosen, onChange };
  return (
    <div className="grid gap-5">
      {others.length > 0 && <RoleGroup legend="Roles on the site" roles={others} {...group} />}
      {staff.length > 0 && <RoleGroup legend="Staff of this desk" roles={staff} {...group} />}
      {roles.length === 0 && (
        <p className="text-muted-foreground">This site has no roles. They are listed in desk.config.ts.</p>
      )}
      {error && <FieldError id="roles-error">{error}</FieldError>}
    </div>
  );
}

const notYours = "Your rank may not give or take this role.";

function RoleGroup({ legend, roles, chosen, onChange }: Omit<Props, "error"> & { legend: string }) {
  const noneGrantable = roles.every((role) => !role.grantable);
  return (
    <ChoiceGroup legend={legend} hint={noneGrantable ? "Your rank may not give or take these roles." : undefined}>
      {roles.map((role) => (
        <Choice
          key={role.name}
          type="checkbox"
          name="roles"
          value={role.name}
          checked={chosen.includes(role.name)}
          disabled={!role.grantable}
          onChange={(event) =>
            onChange(event.target.checked ? [...chosen, role.name] : chosen.filter((name) => name !== role.name))
          }
          label={<UserText>{role.name}</UserText>}
          hint={role.grantable || noneGrantable ? role.description : `${role.description}. ${notYours}`}
        />
      ))}
    </ChoiceGroup>
  );
}
