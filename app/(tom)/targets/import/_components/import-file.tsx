"use client";

import { useState } from "react";
import { useController } from "react-hook-form";
import { useBinding } from "@/components/forms/bind";
import { Field } from "@/components/forms/field";
import type { ActionForm } from "@/components/forms/use-action-form";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Icon } from "@/components/ui/icon";
import { importBytesMax } from "@/lib/targets/import-schema";
import styles from "./import.module.css";
import type { ImportValues } from "./import-calls";

const megabytes = (bytes: number): string =>
  bytes < 100_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

type Head = { header: string[]; rows: string[][] };

const shownRows = 5;

/** The first rows as they stand in the file; the parser comes only when somebody has chosen one. */
async function readHead(file: File): Promise<Head> {
  const { default: Papa } = await import("papaparse");
  const { data } = Papa.parse<string[]>(await file.slice(0, 65_536).text(), { preview: shownRows + 1 });
  const [header = [], ...rows] = data.filter((cells) => cells.some((cell) => cell.trim() !== ""));
  return { header, rows };
}

type Numbered = { at: number; cells: string[] };

const columnsOf = (header: readonly string[]): Column<Numbered>[] =>
  header.map((title, index) => ({
    id: `${index}`,
    header: title === "" ? "–" : title,
    nowrap: true,
    cell: ({ cells }) => cells[index] ?? "",
  }));

/** Chooses a file, or takes the one that is dropped, and shows how it begins. */
export function ImportFile({ form }: { form: ActionForm<ImportValues> }) {
  const { id, error, aria } = useBinding({ form, name: "file" }, { help: true });
  const { field } = useController({ control: form.control, name: "file" });
  const [head, setHead] = useState<Head | null>(null);
  const [isOver, setOver] = useState(false);
  const file = field.value;
  const choose = async (chosen: File | undefined) => {
    setHead(null);
    field.onChange(chosen ?? null);
    form.clearErrors("file");
    if (!chosen) return;
    if (chosen.size > importBytesMax)
      form.setError("file", { message: `The file is larger than ${megabytes(importBytesMax)}` });
    else setHead(await readHead(chosen));
  };
  return (
    <>
      <Field
        id={id}
        label="CSV file"
        error={error}
        help="The first line names the columns: name, ra and dec at least; type, permissions, groups, name2 and so on as in the TOM Toolkit. Up to 100,000 rows."
      >
        <fieldset
          aria-label="Choose a file or drop it here"
          className={styles.drop}
          data-over={isOver ? "" : undefined}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void choose(event.dataTransfer.files[0]);
          }}
        >
          <Icon name="upload" className={styles.mark ?? ""} />
          <div>
            <input
              id={id}
              ref={field.ref}
              type="file"
              accept=".csv,.tsv,.txt,text/csv,text/plain"
              className={styles.input}
              onChange={(event) => void choose(event.target.files?.[0])}
              {...aria}
            />
            <p className={styles.hint}>{file === null ? "or drop it here" : `${file.name}, ${megabytes(file.size)}`}</p>
          </div>
        </fieldset>
      </Field>
      {head === null ? null : (
        <DataTable
          caption={`The first rows of ${file?.name ?? "the file"}`}
          columns={columnsOf(head.header)}
          rows={head.rows.map((cells, at) => ({ at, cells }))}
          rowKey={({ at }) => `${at}`}
          compact
          scroll="box"
          empty="The file has no rows."
        />
      )}
    </>
  );
}
