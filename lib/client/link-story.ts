import type { LinkKind, MailLink } from "#lib/contract/links.ts";
import { exactTime, parseTime } from "./dates.ts";

export const linkNames: Record<LinkKind, string> = {
  invite: "Invitation",
  confirmation: "Confirmation",
  recovery: "Password mail",
  email_change: "E-mail change",
};

/** What became of a link, as sentences. What only seems likely is said so. */
export function linkStory(link: MailLink): string {
  if (link.state === "dead") return endInWords(link);
  const until = at(link.until);
  const life = until ? `until ${until}` : "without an end, although the mail may say otherwise";
  if (link.state === "works") {
    const needs = link.kind === "email_change" ? " Only who is signed in to this account can use it." : "";
    return `It works ${life}.${needs}`;
  }
  if (link.kind === "recovery") {
    const used =
      link.end?.what === "used" ? ` It was probably used: they changed their account on ${at(link.end.at)}.` : "";
    return `It works ${life}, unless it was used: Identity does not tell.${used}`;
  }
  return "It is not known whether this one works: an invitation and a confirmation went out at the same moment, and only one of them is good.";
}

function endInWords({ kind, since, end }: MailLink): string {
  const name = linkNames[kind].toLowerCase();
  switch (end?.what) {
    case "replaced":
      return `It died on ${at(since)}, when a confirmation was sent: that took its place.`;
    case "too_old":
      return `It died on ${at(since)}, of its age.`;
    case "used":
      return end.sure
        ? "It was used."
        : `It was probably used on ${at(end.at)}. It is dead since ${at(since)} at the latest.`;
    case "used_or_too_old":
      return `It is dead since ${at(since)} at the latest: used before, or too old. Identity does not tell which.`;
    case "confirmed":
      return `It died on ${at(since)}, when the account was confirmed${confirmer(end)}.`;
    default:
      return `This ${name} link is dead.`;
  }
}

function confirmer({ by, sure, staff }: NonNullable<MailLink["end"]>): string {
  if (by === "staff") return staff ? ` by ${staff}` : " by staff";
  if (by === "provider") return " by a sign-in with a provider";
  if (by === "link") return sure ? " with it" : ", probably with this link";
  return "";
}

function at(time: string | undefined): string {
  const date = parseTime(time);
  return date ? exactTime(date) : "";
}
