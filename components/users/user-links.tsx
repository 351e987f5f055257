"use client";

import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { Moment } from "#components/text/moment.tsx";
import { Card } from "#components/ui/card.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { messageOf } from "#lib/client/api.ts";
import { linkNames, linkStory } from "#lib/client/link-story.ts";
import { useLinks } from "#lib/client/person.ts";
import type { MailLink } from "#lib/contract/links.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";
import { PartProblem } from "./part-problem.tsx";

const looks: Record<MailLink["state"], { word: string; Icon: typeof CircleX; tone: string }> = {
  works: { word: "works", Icon: CircleCheck, tone: "text-good" },
  unknown: { word: "may work", Icon: CircleHelp, tone: "text-warn" },
  dead: { word: "dead", Icon: CircleX, tone: "text-muted-foreground" },
};

/** Which of the links in somebody's mails still work, and why the others do not. */
export function UserLinks({ user }: { user: UserDetail }) {
  const { data, error, mutate } = useLinks(user);
  return (
    <Card title="Links in mails" anchor={anchors.links}>
      {!data && !error && <Skeleton className="w-2/3" />}
      {error && !data && <PartProblem message={messageOf(error)} onRetry={() => void mutate()} />}
      {data?.links.length === 0 && <p className="text-muted-foreground">Identity never mailed them a link.</p>}
      {data && data.links.length > 0 && (
        <ul className="grid gap-4">
          {data.links.map((link) => (
            <MailedLink key={link.kind} link={link} />
          ))}
        </ul>
      )}
      {data && data.unread.length > 0 && (
        <p className="mt-4 text-[0.8125rem] text-warn">
          A log could not be read just now, so less is known here than could be.
        </p>
      )}
    </Card>
  );
}

function MailedLink({ link }: { link: MailLink }) {
  const { word, Icon, tone } = looks[link.state];
  return (
    <li className="grid gap-0.5">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium">{linkNames[link.kind]}</span>
        <span className="inline-flex items-baseline gap-1 text-[0.8125rem]">
          <Icon aria-hidden className={`size-3.5 translate-y-0.5 ${tone}`} />
          {word}
        </span>
        <span className="text-[0.8125rem] text-muted-foreground">
          sent <Moment at={link.sentAt} exact="both" />
        </span>
      </p>
      <p className="wrap-anywhere text-muted-foreground">{linkStory(link)}</p>
    </li>
  );
}
