import type { ReactNode } from "react";
import { Button } from "./button";
import type { ButtonLook } from "./button-class";
import { classNames } from "./class-names";
import styles from "./dialog.module.css";
import type { GlyphName } from "./glyphs";

type DialogProps = { id: string; title: string; children: ReactNode; wide?: boolean };

/**
 * A native modal dialog: focus trap, Escape and backdrop are the browser's. Opened by a `DialogButton` with its id (or
 * `openDialog`), closed by any `CloseDialog` inside.
 */
export function Dialog({ id, title, children, wide = false }: DialogProps) {
  return (
    <dialog
      id={id}
      className={classNames(styles.dialog, wide && styles.wide)}
      aria-labelledby={`${id}-title`}
      closedby="any"
    >
      <div className={styles.head}>
        <h2 className={styles.title} id={`${id}-title`}>
          {title}
        </h2>
        <Button look="quiet" small icon="x" aria-label="Close" data-dialog-close="" />
      </div>
      <div className={styles.body}>{children}</div>
    </dialog>
  );
}

type OpenProps = {
  dialog: string;
  look?: ButtonLook;
  small?: boolean;
  icon?: GlyphName;
  /** Its words where it shows an icon alone. */
  title?: string;
  children?: ReactNode;
};

export function DialogButton({ dialog, children, ...look }: OpenProps) {
  return (
    <Button {...look} aria-label={look.title} aria-haspopup="dialog" data-dialog={dialog}>
      {children}
    </Button>
  );
}

export const CloseDialog = ({ children }: { children: ReactNode }) => <Button data-dialog-close="">{children}</Button>;
