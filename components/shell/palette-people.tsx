import { Command } from "cmdk";
import { UserRound } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { StatusBadge } from "#components/users/status-badge.tsx";
import { messageOf } from "#lib/client/api.ts";
import type { useFoundPeople } from "#lib/client/find-people.ts";
import type { RecentPerson } from "#lib/client/recent-people.ts";
import type { UserStatus } from "#lib/contract/users.ts";
import { paletteGroup, paletteItem } from "./palette-item.ts";

interface FoundProps {
  wanted: string;
  found: ReturnType<typeof useFoundPeople>;
  onOpen: (id: string) => void;
}

/** Who matches what is typed, and a word where nobody does, where it takes a moment, and where it went wrong. */
export function FoundPeople({ wanted, found: { data, error, settled, isLoading, mutate }, onOpen }: FoundProps) {
  const busy = !settled || isLoading;
  const people = busy ? [] : (data?.users ?? []);
  return (
    <>
      <p role="status" className={people.length > 0 ? "sr-only" : "px-3 py-2 text-muted-foreground"}>
        {busy && "Looking for people…"}
        {!busy && !error && people.length === 0 && (
          <>
            Nobody’s e-mail address or name contains “<UserText>{wanted}</UserText>”.
          </>
        )}
        {people.length > 0 && `${people.length} of ${data?.total ?? people.length} people`}
        {!busy && error && `People could not be searched. ${messageOf(error)}`}
      </p>
      {!busy && error && (
        <Command.Item value="people.again" onSelect={() => void mutate()} className={paletteItem}>
          Try again
        </Command.Item>
      )}
      {people.length > 0 && (
        <Command.Group heading="People" className={paletteGroup}>
          {people.map((person) => (
            <PersonItem key={person.id} person={person} status={person.status} onOpen={onOpen} />
          ))}
        </Command.Group>
      )}
    </>
  );
}

interface PersonProps {
  person: RecentPerson;
  status?: UserStatus;
  onOpen: (id: string) => void;
}

export function PersonItem({ person, status, onOpen }: PersonProps) {
  return (
    <Command.Item value={person.id} onSelect={() => onOpen(person.id)} className={paletteItem}>
      <UserRound aria-hidden className="size-4 shrink-0 text-muted-foreground" />
      <span className="grid min-w-0 flex-1">
        <span className="wrap-anywhere">
          <UserText>{person.name || person.email}</UserText>
        </span>
        {person.name && (
          <span className="wrap-anywhere text-[0.8125rem] text-muted-foreground">
            <UserText>{person.email}</UserText>
          </span>
        )}
      </span>
      {status && <StatusBadge status={status} />}
    </Command.Item>
  );
}
