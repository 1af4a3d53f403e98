"use client";

import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { Field } from "@/components/forms/field";
import { FileDrop } from "@/components/forms/file-drop";
import { Select } from "@/components/forms/select";
import { fileScaleOptions } from "@/components/forms/time-scales";
import { counted } from "@/lib/core/counted";
import { sizeText } from "@/lib/core/size-text";
import type { FileType } from "@/lib/data-products/types";
import { guessType } from "./guess-type";
import { TargetPicker } from "./target-picker";
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

function leadOf(target: Target | null, held: number): string {
  if (target !== null) return "Drop files here, or ";
  if (held === 0) return "Choose a target; drop files here, or ";
  return `${counted(held, "file waits", "files wait")} for a target to be chosen above. Drop more, or `;
}

/** Files by drag and drop or by choice, sent one after another with their progress; one that failed can be sent again. */
export function Uploader({ types, maxBytes, target: given, fixed = false }: Props) {
  const router = useRouter();
  const id = useId();
  const [target, setTarget] = useState(given);
  const [type, setType] = useState("");
  const [timeScale, setTimeScale] = useState("utc");
  const { uploads, add, retry, remove } = useUploads(() => router.refresh());
  /** Came before there was a target for them. */
  const [held, setHeld] = useState<readonly File[]>([]);

  const send = (targetId: string, files: readonly File[]) =>
    add(files.map((file) => ({ file, targetId, type: type || guessType(file.name, types), timeScale })));
  const take = (files: readonly File[]) => {
    if (target === null) setHeld((before) => [...before, ...files]);
    else send(target.id, files);
  };
  const choose = (chosen: Target | null) => {
    setTarget(chosen);
    if (chosen === null || held.length === 0) return;
    send(chosen.id, held);
    setHeld([]);
  };
  return (
    <div className={styles.uploader}>
      <div className={styles.choices}>
        {fixed ? null : <TargetPicker target={target} onChange={choose} />}
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
            options={fileScaleOptions}
            onChange={(event) => setTimeScale(event.target.value)}
          />
        </Field>
      </div>
      <FileDrop
        lead={leadOf(target, held.length)}
        hint={`Up to ${sizeText(maxBytes)} each. Whoever sees the target sees its files.`}
        onFiles={take}
      />
      <UploadList uploads={uploads} types={types} onRetry={retry} onRemove={remove} />
    </div>
  );
}
