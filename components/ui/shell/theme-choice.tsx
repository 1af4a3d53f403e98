"use client";

import { type ReactNode, useState } from "react";
import { remember, type Theme, themeCookie } from "../preferences";
import styles from "./shell.module.css";

export type ThemeOption = { theme: Theme; label: string; icon: ReactNode };

/** Four looks; the choice holds at once and is what the server renders from then on. */
export function ThemeChoice({ initial, options }: { initial: Theme; options: readonly ThemeOption[] }) {
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
          {icon}
          {label}
        </button>
      ))}
    </fieldset>
  );
}
