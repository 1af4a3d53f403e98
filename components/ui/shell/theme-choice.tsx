"use client";

import { useState } from "react";
import type { GlyphName } from "../glyphs";
import { Icon } from "../icon";
import { remember, type Theme, themeCookie } from "../preferences";
import styles from "./shell.module.css";

const options: readonly { theme: Theme; label: string; icon: GlyphName }[] = [
  { theme: "system", label: "System", icon: "monitor" },
  { theme: "light", label: "Light", icon: "sun" },
  { theme: "dark", label: "Dark", icon: "moon" },
  { theme: "night", label: "Night", icon: "telescope" },
];

/** Four looks; the choice holds at once and is what the server renders from then on. */
export function ThemeChoice({ initial }: { initial: Theme }) {
  const [chosen, setChosen] = useState(initial);
  const choose = (theme: Theme) => {
    document.documentElement.dataset.theme = theme;
    remember(themeCookie, theme);
    setChosen(theme);
    // Plots and the sky view draw on canvas and have to be told.
    document.dispatchEvent(new Event("tom:theme"));
  };
  return (
    <fieldset className={styles.themes} aria-label="Theme">
      {options.map(({ theme, label, icon }) => (
        <button
          key={theme}
          type="button"
          className={styles.theme}
          aria-pressed={theme === chosen}
          onClick={() => choose(theme)}
        >
          <Icon name={icon} />
          {label}
        </button>
      ))}
    </fieldset>
  );
}
