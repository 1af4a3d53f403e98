import styles from "./button.module.css";
import { classNames } from "./class-names";

export type ButtonLook = "primary" | "plain" | "quiet" | "danger";

/** The classes of a button, for islands that must not bring the icons along. */
export const buttonClass = (look: ButtonLook, options: { small?: boolean; square?: boolean } = {}): string =>
  classNames(
    styles.button,
    look !== "plain" && styles[look],
    options.small && styles.small,
    options.square && styles.square,
  );
