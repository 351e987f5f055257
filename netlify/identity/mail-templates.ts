import type { MailKind } from "./settings.ts";

interface Wording {
  title: string;
  text: string;
  action: string;
  validity: string;
}

const WORDING: Record<MailKind, Wording> = {
  invite: {
    title: "You are invited",
    text: "Somebody made an account for you at {{ .SiteURL }}. Accept the invitation and choose a password.",
    action: "Accept the invitation",
    validity: "The link is valid for 7 days.",
  },
  confirmation: {
    title: "One more step",
    text: "Confirm that {{ .Email }} is yours to finish signing up at {{ .SiteURL }}.",
    action: "Confirm the address",
    validity: "The link is valid for 24 hours.",
  },
  recovery: {
    title: "A new password",
    text: "Somebody, probably you, asked for a new password at {{ .SiteURL }}. If it was not you, do nothing.",
    action: "Choose a new password",
    validity: "The link is valid for 24 hours.",
  },
  email_change: {
    title: "Your new address",
    text: "Confirm that your address at {{ .SiteURL }} changes from {{ .Email }} to {{ .NewEmail }}.",
    action: "Confirm the new address",
    validity: "The link is valid for 24 hours.",
  },
};

/** The body of a mail for which the site has no template of its own, in Go's html/template. */
export function defaultTemplate(kind: MailKind): string {
  const { title, text, action, validity } = WORDING[kind];
  return `<!doctype html>
<html lang="en">
<body style="font-family: system-ui, sans-serif; line-height: 1.5; max-width: 36rem; margin: 2rem auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">${title}</h1>
<p>${text}</p>
<p><a href="{{ .ConfirmationURL }}">${action}</a></p>
<p style="color: #667085">${validity}</p>
</body>
</html>
`;
}
