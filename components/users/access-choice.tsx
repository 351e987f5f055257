import { Choice, ChoiceGroup } from "#components/ui/choice.tsx";
import type { NewUser } from "#lib/client/users.ts";

type Access = NewUser["access"];

const choices: { access: Access; label: string; hint: string }[] = [
  {
    access: "password",
    label: "A password made for them",
    hint: "Shown to you once, to pass on. They can sign in at once.",
  },
  {
    access: "mail",
    label: "A mail with a link",
    hint: "They set a password of their own. The link works for a day.",
  },
  {
    access: "invite",
    label: "An invitation",
    hint: "The site’s invitation mail. The account counts as invited until they follow it.",
  },
];

interface Props {
  access: Access;
  mayInvite: boolean;
  onChange: (access: Access) => void;
}

/** How the new person gets in. */
export function AccessChoice({ access, mayInvite, onChange }: Props) {
  return (
    <ChoiceGroup legend="How they get in">
      {choices.map((choice) => (
        <Choice
          key={choice.access}
          type="radio"
          name="access"
          value={choice.access}
          checked={choice.access === access}
          disabled={choice.access === "invite" && !mayInvite}
          onChange={() => onChange(choice.access)}
          label={choice.label}
          hint={choice.hint}
        />
      ))}
    </ChoiceGroup>
  );
}
