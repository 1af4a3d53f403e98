"use client";

import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import styles from "./file-drop.module.css";

type Props = {
  /** Before the words "choose files". */
  lead: string;
  hint: ReactNode;
  onFiles: (files: readonly File[]) => void;
};

/**
 * A place for many files, dropped or chosen; what becomes of each is told elsewhere. The field of the browser lies over all
 * of it: what is dropped before this page listens falls into that, and is taken up from there.
 */
export function FileDrop({ lead, hint, onFiles }: Props) {
  const chooser = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const told = useRef(onFiles);
  useEffect(() => {
    told.current = onFiles;
  });
  const takeChosen = useCallback(() => {
    const input = chooser.current;
    const files = [...(input?.files ?? [])];
    if (input === null || files.length === 0) return;
    input.value = "";
    told.current(files);
  }, []);
  useEffect(takeChosen, [takeChosen]);
  return (
    <fieldset
      className={styles.drop}
      aria-label="Drop files here"
      data-over={isOver ? "" : undefined}
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
        <Button small onClick={() => chooser.current?.click()}>
          choose files
        </Button>
      </p>
      <p className={styles.hint}>{hint}</p>
      <input
        ref={chooser}
        className={styles.cover}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files"
        onChange={takeChosen}
      />
    </fieldset>
  );
}
