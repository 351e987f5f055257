import { EmailText } from "#components/text/user-text.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Evidence } from "#lib/client/address-evidence.ts";
import type { AddressCheck } from "#lib/contract/check.ts";

/** What the desk found out about an address before it is given to somebody. */
export function AddressEvidence({ evidence }: { evidence: Evidence }) {
  if (evidence.state === "asking") {
    return (
      <p role="status" className="text-muted-foreground">
        Checking the address…
      </p>
    );
  }
  if (evidence.state === "failed") {
    return (
      <Notice role="status" tone="warn" title="The address could not be checked yet">
        {evidence.message} It is checked again when you save.
      </Notice>
    );
  }
  const { check } = evidence;
  const against = objections(check);
  const [blocked] = against;
  return (
    <Notice
      role="status"
      tone={blocked || check.lookAlikes.length > 0 ? "warn" : "good"}
      title={blocked ? "This address is not free" : "This address is free"}
    >
      {against.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {check.lookAlikes.map(({ id, email, why }) => (
        <p key={id}>
          Looks like <EmailText>{email}</EmailText>: {why}.
        </p>
      ))}
    </Notice>
  );
}

function objections({ problem, account, directory }: AddressCheck): string[] {
  const { state, name = "The directory", outsideId, why } = directory;
  return [
    ...(problem ? [problem] : []),
    ...(account ? [`There is an account with it already (${account.status.replace("_", " ")}).`] : []),
    ...(state === "known" ? [`${name} knows it${outsideId === undefined ? "" : ` as ${outsideId}`}.`] : []),
    ...(state === "unavailable" ? [`${name} could not be asked: ${why ?? "it gave no answer"}.`] : []),
  ];
}
