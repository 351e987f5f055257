import { AtSign } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Moment } from "#components/text/moment.tsx";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import type { Column } from "#lib/client/users-view.ts";
import type { User } from "#lib/contract/users.ts";
import { RoleList } from "./role-list.tsx";
import { StatusBadge } from "./status-badge.tsx";

interface Look {
  title: string;
  /** Fixed: the columns stay where they are from page to page. The second, once there are too many for the page. */
  width: readonly [usual: string, crowded: string];
  /** Where it goes on the card that a row is on a phone. */
  card: string;
  cell: (user: User) => ReactNode;
  /** Nothing to show on a card. */
  isEmpty?: (user: User) => boolean;
}

const wide = "max-lg:col-span-2";
const nothing = <span className="text-muted-foreground">–</span>;

export const userColumns: Record<Column, Look> = {
  email: {
    title: "E-mail",
    width: ["w-[28%]", "w-64"],
    card: `min-w-0 wrap-anywhere ${wide}`,
    cell: (user) => <Email {...user} />,
  },
  name: {
    title: "Name",
    width: ["w-[17%]", "w-40"],
    card: `min-w-0 wrap-anywhere ${wide}`,
    cell: ({ name }) => (name ? <UserText>{name}</UserText> : nothing),
    isEmpty: ({ name }) => name === "",
  },
  status: { title: "Status", width: ["w-36", "w-36"], card: "", cell: ({ status }) => <StatusBadge status={status} /> },
  roles: {
    title: "Roles",
    width: ["", "w-48"],
    card: `max-lg:order-1 ${wide}`,
    cell: (user) => <RoleList user={user} />,
    isEmpty: ({ roles, rank }) => roles.length === 0 && !rank,
  },
  provider: {
    title: "Provider",
    width: ["w-28", "w-28"],
    card: "wrap-anywhere text-muted-foreground",
    cell: ({ provider }) => <UserText>{provider}</UserText>,
  },
  createdAt: {
    title: "Created",
    width: ["w-28 xl:w-40", "w-36"],
    card: "text-muted-foreground max-lg:text-right",
    cell: ({ createdAt }) => <Moment at={createdAt} exact="swap" />,
  },
  lastSeen: {
    title: "Last seen",
    width: ["w-28 xl:w-40", "w-36"],
    card: "text-muted-foreground max-lg:text-right",
    cell: ({ lastSeenAt }) => (lastSeenAt ? <Moment at={lastSeenAt} exact="swap" /> : nothing),
    isEmpty: ({ lastSeenAt }) => lastSeenAt === undefined,
  },
};

function Email({ id, email, pendingEmail }: User) {
  return (
    <>
      <Link
        href={`/user?id=${id}`}
        prefetch={false}
        className="font-medium outline-none after:absolute after:inset-0 group-hover:text-primary focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-primary"
      >
        <EmailText>{email}</EmailText>
      </Link>
      {pendingEmail !== undefined && (
        <p className="flex items-start gap-1.5 text-[0.8125rem] text-muted-foreground">
          <AtSign aria-hidden className="mt-1 size-3.5 shrink-0" />
          <span className="min-w-0 wrap-anywhere">
            changing to <UserText>{pendingEmail}</UserText>
          </span>
        </p>
      )}
    </>
  );
}
