"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Field } from "@/components/forms/field";
import { FileDrop } from "@/components/forms/file-drop";
import { Select } from "@/components/forms/select";
import { sizeText } from "@/lib/core/size-text";
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

/** Files by drag and drop or by choice, sent one after another with their progress; one that failed can be sent again. */
export function Uploader({ types, maxBytes, target: given, fixed = false }: Props) {
  const router = useRouter();
  const id = useId();
  const [target, setTarget] = useState(given);
  const [type, setType] = useState("");
  const [timeScale, setTimeScale] = useState("utc");
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
      <FileDrop
        ready={isReady}
        lead={isReady ? "Drop files here, or " : "Choose a target first, then "}
        hint={`Up to ${sizeText(maxBytes)} each. Whoever sees the target sees its files.`}
        onFiles={take}
      />
      <UploadList uploads={uploads} types={types} onRetry={retry} onRemove={remove} />
    </div>
  );
}
