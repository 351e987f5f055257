import { ShieldCheck } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import type { User } from "#lib/contract/users.ts";

const staffNames = { viewer: "Viewer", support: "Support", admin: "Admin", owner: "Owner" };

/** Staff rank first, then the roles as they are stored. */
export function RoleList({ user }: { user: Pick<User, "roles" | "rank"> }) {
  if (user.roles.length === 0 && !user.rank) return <span className="text-muted-foreground">none</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {user.rank && (
        <li className="inline-flex items-center gap-1 rounded-md bg-primary-soft px-1.5 py-0.5 text-[0.8125rem]">
          <ShieldCheck aria-hidden className="size-3.5 text-primary" />
          {staffNames[user.rank]}
          <span className="sr-only"> of this desk</span>
        </li>
      )}
      {user.roles.map((role) => (
        <li key={role} className="min-w-0 max-w-full wrap-anywhere rounded-md bg-muted px-1.5 py-0.5 text-[0.8125rem]">
          <UserText>{role}</UserText>
        </li>
      ))}
    </ul>
  );
}
