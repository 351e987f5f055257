import type { LinkState } from "../links/link-state.ts";
import type { Mail } from "../server.ts";
import { type Html, html } from "./html.ts";

const KINDS: Record<string, string> = {
  confirmation: "confirm the address",
  invite: "accept the invitation",
  recovery: "set a new password",
  email_change: "confirm the new address",
};

const LOOKS: Record<LinkState["state"], string> = { works: "good", expired: "warn", used: "", replaced: "", dead: "" };

/** A button for each link that leads to the site; nothing else can be a link here. */
export function linkButtons({ links }: Pick<Mail, "links">): Html[] {
  return links.filter(isWebAddress).map((link) => html`<a class="button" href="${link}">${labelOf(link)}</a>`);
}

/** What a one-time link opens now, in one word; why is in its title. */
export function linkTag({ state, reason }: LinkState): Html {
  const words = {
    works: "link works",
    expired: "link expired",
    used: "link used",
    replaced: "link replaced",
    dead: "link dead",
  };
  return html`<span class="tag ${LOOKS[state]}" title="${reason}">${words[state]}</span>`;
}

/** `javascript:` and its kind never become a link, whatever a template holds. */
export function isWebAddress(link: string): boolean {
  return /^https?:\/\//i.test(link) && URL.canParse(link);
}

/** "Open: set a new password" for `…/#recovery_token=…`; a link to anything else names its place. */
function labelOf(link: string): string {
  const kind = /[#?&](confirmation|invite|recovery|email_change)_token=/.exec(link)?.[1];
  const goal = kind === undefined ? new URL(link).host : KINDS[kind];
  return `Open: ${goal}`;
}
