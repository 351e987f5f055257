"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useId } from "react";
import { themes, useTheme } from "#lib/client/theme.ts";

const looks = {
  system: { Icon: Monitor, label: "System theme" },
  light: { Icon: Sun, label: "Light theme" },
  dark: { Icon: Moon, label: "Dark theme" },
};

/** Light, dark, or as the device says. */
export function ThemeSwitch() {
  const name = useId();
  const [current, choose] = useTheme();
  return (
    <fieldset className="flex gap-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((theme) => {
        const { Icon, label } = looks[theme];
        return (
          <label
            key={theme}
            title={label}
            className="relative grid size-11 cursor-pointer place-items-center rounded-lg text-muted-foreground hover:bg-muted has-checked:bg-muted has-checked:text-foreground has-focus-visible:outline-2 has-focus-visible:outline-primary md:size-8"
          >
            <input
              type="radio"
              name={name}
              checked={theme === current}
              onChange={() => choose(theme)}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <Icon aria-hidden className="size-4" />
            <span className="sr-only">{label}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
