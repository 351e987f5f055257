"use client";

import { UserText } from "#components/text/user-text.tsx";
import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import { FieldError } from "#components/ui/field.tsx";
import type { AssignableRole } from "#lib/contract/session.ts";

interface Props {
  roles: AssignableRole[];
  chosen: string[];
  onChange: (roles: string[]) => void;
  /** Why nothing can be changed at all; each role then only shows. */
  locked?: string;
  error?: string;
}

/** A checkbox for each role. One that the person may not give stands there with the reason. */
export function RoleChoices({ roles, chosen, onChange, locked, error }: Props) {
  return (
    <div className="grid gap-1.5">
      <ChoiceGroup legend="Roles" hint={locked}>
        {roles.map((role) => (
          <Choice
            key={role.name}
            type="checkbox"
            name="roles"
            value={role.name}
            checked={chosen.includes(role.name)}
            disabled={locked !== undefined || !role.grantable}
            onChange={(event) =>
              onChange(event.target.checked ? [...chosen, role.name] : chosen.filter((name) => name !== role.name))
            }
            label={<UserText>{role.name}</UserText>}
            hint={hintOf(role, locked)}
          />
        ))}
        {roles.length === 0 && (
          <p className="px-3 py-2 text-muted-foreground">This site has no roles. They are listed in desk.config.ts.</p>
        )}
      </ChoiceGroup>
      {error && <FieldError id="roles-error">{error}</FieldError>}
    </div>
  );
}

function hintOf(role: AssignableRole, locked: string | undefined): string {
  if (role.grantable || locked !== undefined) return role.description;
  return `${role.description}${role.description && ". "}Your rank may not give or take this role.`;
}
