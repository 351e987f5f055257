"use client";

import { type ComponentProps, useState } from "react";
import { Button } from "./button.tsx";
import { TextField } from "./field.tsx";

type Props = Omit<ComponentProps<typeof TextField>, "type" | "end">;

/** A password input that can show what was typed. */
export function PasswordField(props: Props) {
  const [shown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={shown ? "text" : "password"}
      autoCapitalize="off"
      spellCheck={false}
      end={
        <Button variant="ghost" size="sm" className="md:!min-h-7" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? "Hide" : "Show"}
          <span className="sr-only"> password</span>
        </Button>
      }
    />
  );
}
