"use client";

import { SearchX, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { BlankSlate } from "#components/ui/blank-slate.tsx";
import { Button } from "#components/ui/button.tsx";
import { isFiltered, noFilters, type UsersView } from "#lib/client/users-view.ts";
import { chipsOf } from "./filter-words.ts";

interface Props {
  view: UsersView;
  /** All that match; more than none where only this page is empty. */
  total: number;
  onView: (change: Partial<UsersView>) => void;
  newUser: ReactNode;
}

/** Stands where rows would: says why there are none, and takes away what stands in the way. */
export function UsersEmpty({ view, total, onView, newUser }: Props) {
  if (total > 0) {
    return (
      <BlankSlate
        Icon={SearchX}
        title="No users on this page"
        action={<Button onClick={() => onView({ page: 1 })}>Go to the first page</Button>}
      >
        The list is shorter than that by now.
      </BlankSlate>
    );
  }
  if (isFiltered(view)) return <NoMatch view={view} onView={onView} />;
  if (view.q) {
    return (
      <BlankSlate
        Icon={SearchX}
        title="No users found"
        action={<Button onClick={() => onView({ q: "" })}>Clear search</Button>}
      >
        Nobody’s e-mail address or name contains “<UserText>{view.q}</UserText>”.
      </BlankSlate>
    );
  }
  return (
    <BlankSlate Icon={UsersRound} title="No users yet" action={newUser}>
      People appear here as soon as they sign up, or when you create an account for them.
    </BlankSlate>
  );
}

function NoMatch({ view, onView }: Pick<Props, "view" | "onView">) {
  const chips = chipsOf(view.filters);
  const actions = (
    <>
      <Button onClick={() => onView({ q: "", filters: noFilters })}>Clear all filters</Button>
      {view.q && (
        <Button variant="outline" onClick={() => onView({ q: "" })}>
          Without the search
        </Button>
      )}
      {chips.length + Number(view.q !== "") > 1 &&
        chips.map(({ key, label, value, without }) => (
          <Button key={key} variant="outline" onClick={() => onView({ filters: without })}>
            Without {label.toLowerCase()} {value}
          </Button>
        ))}
    </>
  );
  return (
    <BlankSlate Icon={SearchX} title="No users found" action={actions}>
      Nobody matches{" "}
      {view.q && (
        <>
          “<UserText>{view.q}</UserText>” with{" "}
        </>
      )}
      {chips.map(({ key, label, value }, index) => (
        <span key={key}>
          {index > 0 && ", "}
          {label.toLowerCase()} <UserText>{value}</UserText>
        </span>
      ))}
      .
    </BlankSlate>
  );
}
