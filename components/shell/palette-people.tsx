import { Command } from "cmdk";
import { RotateCw, UserRound } from "lucide-react";
import { UserText } from "#components/text/user-text.tsx";
import { StatusBadge } from "#components/users/status-badge.tsx";
import { messageOf } from "#lib/client/api.ts";
import type { useFoundPeople } from "#lib/client/find-people.ts";
import type { RecentPerson } from "#lib/client/recent-people.ts";
import type { UserStatus } from "#lib/contract/users.ts";
import { paletteGroup, paletteItem } from "./palette-item.ts";

type Found = ReturnType<typeof useFoundPeople>;

interface FoundProps {
  wanted: string;
  found: Found;
  onOpen: (id: string) => void;
}

function stateOf({ data, settled, isLoading }: Found) {
  const busy = !settled || isLoading;
  return { busy, people: busy ? [] : (data?.users ?? []) };
}

/** How many match what is typed, and a word where nobody does, where it takes a moment, and where it went wrong. It stands before the list: a list box holds nothing but what can be chosen. */
export function FoundSaid({ wanted, found }: Omit<FoundProps, "onOpen">) {
  const { data, error } = found;
  const { busy, people } = stateOf(found);
  const isSeen = wanted !== "" && people.length === 0;
  return (
    <p role="status" className={isSeen ? "px-5 pt-3 text-muted-foreground" : "sr-only"}>
      {wanted && (
        <>
          {busy && "Looking for people…"}
          {!busy && !error && people.length === 0 && (
            <>
              Nobody’s e-mail address or name contains “<UserText>{wanted}</UserText>”.
            </>
          )}
          {people.length > 0 && `${people.length} of ${data?.total ?? people.length} people`}
          {!busy && error && `People could not be searched. ${messageOf(error)}`}
        </>
      )}
    </p>
  );
}

/** Who matches what is typed; where they could not be asked for, the way to ask again. */
export function FoundPeople({ found, onOpen }: Omit<FoundProps, "wanted">) {
  const { busy, people } = stateOf(found);
  if (!busy && found.error) {
    return (
      <Command.Item value="people.again" onSelect={() => void found.mutate()} className={paletteItem}>
        <RotateCw aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        Search for people again
      </Command.Item>
    );
  }
  if (people.length === 0) return null;
  return (
    <Command.Group heading="People" className={paletteGroup}>
      {people.map((person) => (
        <PersonItem key={person.id} person={person} status={person.status} onOpen={onOpen} />
      ))}
    </Command.Group>
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
