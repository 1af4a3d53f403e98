"use client";

import { type ReactNode, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import styles from "./file-drop.module.css";

type Props = {
  /** False: nothing can be taken yet; `lead` says why. */
  ready: boolean;
  /** Before the words "choose files". */
  lead: string;
  hint: ReactNode;
  onFiles: (files: readonly File[]) => void;
};

/** A place for many files, dropped or chosen; what becomes of each is told elsewhere. */
export function FileDrop({ ready, lead, hint, onFiles }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  return (
    <fieldset
      className={styles.drop}
      aria-label="Drop files here"
      data-over={isOver && ready ? "" : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <Icon name="upload" />
      <p>
        {lead}
        <Button small disabled={!ready} onClick={() => chooser.current?.click()}>
          choose files
        </Button>
      </p>
      <p className={styles.hint}>{hint}</p>
      <input
        ref={chooser}
        className={styles.hidden}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </fieldset>
  );
}
