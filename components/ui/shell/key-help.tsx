"use client";

import { useEffect, useRef } from "react";
import { Button } from "../button";
import dialog from "../dialog.module.css";
import { KeyHint } from "../text";
import styles from "./palette.module.css";

const keys: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ["Ctrl K", "⌘ K"], does: "Palette: targets, pages, coordinates" },
  { keys: ["/"], does: "Search targets" },
  { keys: ["j", "k"], does: "Next and previous row" },
  { keys: ["x"], does: "Select the row" },
  { keys: ["Enter"], does: "Open the row" },
  { keys: ["n", "p"], does: "Next and previous of what is looked at" },
  { keys: ["Esc"], does: "Close what is open" },
  { keys: ["?"], does: "This list" },
];

export function KeyHelp({ onClose }: { onClose: () => void }) {
  const own = useRef<HTMLDialogElement>(null);
  useEffect(() => own.current?.showModal(), []);
  return (
    <dialog ref={own} className={dialog.dialog} aria-labelledby="key-help" closedby="any" onClose={onClose}>
      <div className={dialog.head}>
        <h2 className={dialog.title} id="key-help">
          Keys
        </h2>
        <Button look="quiet" small icon="x" aria-label="Close" data-dialog-close="" />
      </div>
      <dl className={styles.keys}>
        {keys.map((row) => (
          <div key={row.does} className={styles.keyRow}>
            <dt>
              {row.keys.map((key) => (
                <KeyHint key={key}>{key}</KeyHint>
              ))}
            </dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
