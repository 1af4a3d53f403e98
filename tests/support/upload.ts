/** Uploads as programs send them. */

export type UploadParts = {
  file?: Uint8Array | string;
  filename?: string;
  fields?: Record<string, string>;
  /** The fields come after the file. */
  fieldsLast?: boolean;
  headers?: Record<string, string>;
};

/** The parts as a form; the browser's own way. */
export function uploadForm({ file, filename = "file.csv", fields = {}, fieldsLast = false }: UploadParts): FormData {
  const form = new FormData();
  const addFields = (): void => {
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
  };
  if (!fieldsLast) addFields();
  if (file !== undefined)
    form.append("file", new Blob([typeof file === "string" ? file : Buffer.from(file)]), filename);
  if (fieldsLast) addFields();
  return form;
}

export const postUpload = (origin: string, headers: Record<string, string>, parts: UploadParts): Promise<Response> =>
  fetch(`${origin}/api/v1/data-products`, {
    method: "POST",
    headers: { ...headers, ...parts.headers },
    body: uploadForm(parts),
  });
