"use client";

import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/text";
import { sizeText } from "@/lib/core/size-text";
import type { FileType } from "@/lib/data-products/types";
import styles from "./uploader.module.css";
import type { Upload } from "./use-uploads";

type Props = {
  uploads: readonly Upload[];
  types: readonly FileType[];
  onRetry: (key: string) => void;
  onRemove: (key: string) => void;
};

const kB = 1024;

function Fate({ upload }: { upload: Upload }) {
  const { state, file, sentBytes, message, productId } = upload;
  if (state === "sending") {
    const whole = Math.ceil(file.size / kB);
    return (
      <span className={styles.bar}>
        <Progress
          label={`Upload of ${file.name}, in kB`}
          done={Math.min(whole, Math.ceil(sentBytes / kB))}
          total={whole}
        />
      </span>
    );
  }
  if (state === "done")
    return (
      <span>
        Stored. <a href={`/data/${productId}`}>See what was in it</a>
      </span>
    );
  if (state === "failed") return <span className={styles.failed}>{message}</span>;
  return <span className={styles.hint}>Waits for its turn</span>;
}

/** What became of each file that was given to the uploader. */
export function UploadList({ uploads, types, onRetry, onRemove }: Props) {
  if (uploads.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Uploads" aria-live="polite">
      {uploads.map((upload) => (
        <li key={upload.key} className={styles.item} data-state={upload.state}>
          <span className={styles.name}>{upload.file.name}</span>
          <span className={styles.hint}>
            {types.find(({ key }) => key === upload.type)?.label ?? upload.type}, {sizeText(upload.file.size)}
          </span>
          <Fate upload={upload} />
          <span className={styles.buttons}>
            {upload.state === "failed" ? (
              <Button small icon="refresh-cw" onClick={() => onRetry(upload.key)}>
                Try again
              </Button>
            ) : null}
            <Button small look="quiet" icon="x" onClick={() => onRemove(upload.key)}>
              {upload.state === "sending" || upload.state === "waiting" ? "Stop" : "Remove"}
            </Button>
          </span>
        </li>
      ))}
    </ul>
  );
}
