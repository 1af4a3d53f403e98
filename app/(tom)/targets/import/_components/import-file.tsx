"use client";

import { useState } from "react";
import { FileField } from "@/components/forms/file-field";
import type { ActionForm } from "@/components/forms/use-action-form";
import { type Column, DataTable } from "@/components/ui/data-table";
import { utf16Of } from "@/lib/core/utf16";
import { importBytesMax } from "@/lib/imports/schema";
import type { ImportValues } from "./import-calls";

type Head = { fileName: string; header: string[]; rows: string[][] };

const shownRows = 5;
const readBytes = 65_536;

/** The first rows as they stand in the file; the parser comes only when somebody has chosen one. */
async function readHead(file: File): Promise<Head> {
  const { default: Papa } = await import("papaparse");
  const { data } = Papa.parse<string[]>(await readText(file.slice(0, readBytes)), { preview: shownRows + 1 });
  const [header = [], ...rows] = data.filter((cells) => cells.some((cell) => cell.trim() !== ""));
  return { fileName: file.name, header, rows };
}

/** UTF-8, or UTF-16 where its first two bytes say so. */
async function readText(part: Blob): Promise<string> {
  const bytes = new Uint8Array(await part.arrayBuffer());
  return new TextDecoder(utf16Of(bytes) ?? "utf-8").decode(bytes);
}

type Numbered = { at: number; cells: string[] };

const columnsOf = (header: readonly string[]): Column<Numbered>[] =>
  header.map((title, index) => ({
    id: `${index}`,
    header: title === "" ? "–" : title,
    nowrap: true,
    cell: ({ cells }) => cells[index] ?? "",
  }));

type Props = {
  form: ActionForm<ImportValues>;
  name: "file" | "photometry";
  label: string;
  help: string;
  optional?: boolean;
};

/** Chooses a file, or takes the one that is dropped, and shows how it begins. */
export function ImportFile({ form, name, label, help, optional = false }: Props) {
  const [head, setHead] = useState<Head | null>(null);
  const show = async (file: File | null) => {
    setHead(null);
    form.clearErrors(name);
    if (file !== null) setHead(await readHead(file));
  };
  return (
    <>
      <FileField
        form={form}
        name={name}
        label={label}
        optional={optional}
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        maxBytes={importBytesMax}
        onChoose={(file) => void show(file)}
        help={help}
      />
      {head === null ? null : (
        <DataTable
          caption={`The first rows of ${head.fileName}`}
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
