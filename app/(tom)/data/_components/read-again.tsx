"use client";

import { useId, useState } from "react";
import { ActionButton } from "@/components/forms/action-button";
import { Field } from "@/components/forms/field";
import { Select } from "@/components/forms/select";
import { fileScaleOptions } from "@/components/forms/time-scales";
import type { UploadTimeScale } from "@/lib/data-products/types";
import { reprocessProductAction } from "../_server/actions";

type Props = { id: string; timeScale: UploadTimeScale; isImage: boolean };

/** Has a file read again, in the time scale that is chosen. */
export function ReadAgain({ id, timeScale, isImage }: Props) {
  const field = useId();
  const [scale, setScale] = useState<string>(timeScale);
  return (
    <div style={{ display: "grid", gap: "var(--s3)" }}>
      <Field
        id={field}
        label="Time scale"
        help={
          isImage
            ? "Of the time in its header, where that does not say one itself. The preview is made anew."
            : "Its measurements are replaced by what is read now; the others of the target stay."
        }
        error={undefined}
      >
        <Select
          id={field}
          value={scale}
          options={fileScaleOptions}
          onChange={(event) => setScale(event.target.value)}
        />
      </Field>
      <ActionButton
        action={reprocessProductAction}
        fields={{ id, timeScale: scale }}
        label="Read again"
        done="The file is read again."
        icon="refresh-cw"
      >
        Read again
      </ActionButton>
    </div>
  );
}
