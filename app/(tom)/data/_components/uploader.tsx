"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useId, useRef, useState } from "react";
import { Field } from "@/components/forms/field";
import { Select } from "@/components/forms/select";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { Icon } from "@/components/ui/icon";
import { sizeText } from "@/lib/data-products/size-text";
import type { FileType } from "@/lib/data-products/types";
import { guessType } from "./guess-type";
import { TargetPicker } from "./target-picker";
import { timeScales } from "./time-scales";
import { UploadList } from "./upload-list";
import styles from "./uploader.module.css";
import { useUploads } from "./use-uploads";

type Target = { id: string; name: string };

type Props = {
  types: readonly FileType[];
  maxBytes: number;
  /** Whose files they are; null: to be chosen. */
  target: Target | null;
  /** The target cannot be changed. */
  fixed?: boolean;
};

const filesOf = (event: DragEvent): File[] => [...event.dataTransfer.files];

/** Files by drag and drop or by choice, sent one after another with their progress; one that failed can be sent again. */
export function Uploader({ types, maxBytes, target: given, fixed = false }: Props) {
  const router = useRouter();
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const [target, setTarget] = useState(given);
  const [type, setType] = useState("");
  const [timeScale, setTimeScale] = useState("utc");
  const [isOver, setIsOver] = useState(false);
  const { uploads, add, retry, remove } = useUploads(() => router.refresh());
  const isReady = target !== null;

  const take = (files: readonly File[]) => {
    if (target === null) return;
    add(files.map((file) => ({ file, targetId: target.id, type: type || guessType(file.name, types), timeScale })));
  };
  return (
    <div className={styles.uploader}>
      <div className={styles.choices}>
        {fixed ? null : <TargetPicker target={target} onChange={setTarget} />}
        <Field id={`${id}-type`} label="Type" error={undefined}>
          <Select
            id={`${id}-type`}
            value={type}
            emptyLabel="By its name"
            options={types.map(({ key, label }) => ({ value: key, label }))}
            onChange={(event) => setType(event.target.value)}
          />
        </Field>
        <Field id={`${id}-scale`} label="Time scale" error={undefined}>
          <Select
            id={`${id}-scale`}
            value={timeScale}
            options={timeScales}
            onChange={(event) => setTimeScale(event.target.value)}
          />
        </Field>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a place to drop files; the button in it does the same by keyboard */}
      <div
        className={classNames(styles.drop, isOver && isReady && styles.over)}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setIsOver(false);
          take(filesOf(event));
        }}
      >
        <Icon name="upload" />
        <p>
          {isReady ? "Drop files here, or " : "Choose a target first, then "}
          <Button small disabled={!isReady} onClick={() => chooser.current?.click()}>
            choose files
          </Button>
        </p>
        <p className={styles.hint}>Up to {sizeText(maxBytes)} each. Whoever sees the target sees its files.</p>
        <input
          ref={chooser}
          className={styles.hidden}
          type="file"
          multiple
          tabIndex={-1}
          aria-label="Files"
          onChange={(event) => {
            take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </div>
      <UploadList uploads={uploads} types={types} onRetry={retry} onRemove={remove} />
    </div>
  );
}
