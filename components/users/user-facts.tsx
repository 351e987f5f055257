import type { ReactNode } from "react";
import { Moment } from "#components/text/moment.tsx";
import { EmailText, UserText } from "#components/text/user-text.tsx";
import { Card } from "#components/ui/card.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { useDecision } from "#lib/client/person.ts";
import { statusStory } from "#lib/client/status-story.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { StatusBadge } from "./status-badge.tsx";

const providers = new Map([
  ["email", "E-mail address and password"],
  ["github", "GitHub"],
  ["gitlab", "GitLab"],
  ["google", "Google"],
  ["bitbucket", "Bitbucket"],
  ["facebook", "Facebook"],
  ["saml", "SAML"],
]);

/** Who somebody is, and how their status came about. */
export function UserFacts({ user }: { user: UserDetail }) {
  const decision = useDecision(user);
  return (
    <Card title="Account">
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:max-lg:grid-cols-2">
        <Fact name="Status">
          <StatusBadge status={user.status} />
          <p className="mt-1 wrap-anywhere text-muted-foreground">{statusStory(user, decision)}</p>
          {decision?.reason && (
            <p className="mt-1 wrap-anywhere border-l-2 border-border pl-3 text-muted-foreground">
              <span className="sr-only">Reason: </span>“<UserText>{decision.reason}</UserText>”
            </p>
          )}
        </Fact>
        <Fact name="E-mail">
          <span className="wrap-anywhere">
            <EmailText>{user.email}</EmailText>
          </span>
          {user.pendingEmail !== undefined && (
            <p className="mt-1 wrap-anywhere text-muted-foreground">
              Changing to <UserText>{user.pendingEmail}</UserText>, once they confirm it.
            </p>
          )}
        </Fact>
        {user.name && (
          <Fact name="Name">
            <span className="wrap-anywhere">
              <UserText>{user.name}</UserText>
            </span>
          </Fact>
        )}
        <Fact name="Signs in with">
          {providers.get(user.provider) ?? <UserText>{user.provider || "unknown"}</UserText>}
        </Fact>
        <Time name="Last signed in" at={user.lastSeenAt} />
        <Time name="Created" at={user.createdAt} />
        <Time name="Invited" at={user.invitedAt} />
        <Time name="Confirmation mail sent" at={user.confirmationSentAt} />
        <Time name="Confirmed" at={user.confirmedAt} />
        <Time name="Password mail sent" at={user.recoverySentAt} />
        <Fact name="Id">
          <span className="flex flex-wrap items-center gap-2">
            <code className="break-all font-mono text-[0.8125rem]">{user.id}</code>
            <CopyButton brief text={user.id} what="id" />
          </span>
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-[0.8125rem] text-muted-foreground">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Time({ name, at }: { name: string; at: string | undefined }) {
  if (at === undefined) return null;
  return (
    <Fact name={name}>
      <Moment at={at} exact="both" />
    </Fact>
  );
}
