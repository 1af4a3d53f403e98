/** Hands a file to the person, named object_YYYYMMDDThhmmss_what.ext. */
export function download(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the content by the time the next task runs.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

export function fileName(objectName: string, what: string, extension: string, at: Date): string {
  const safe = objectName
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N}+.-]+/gu, "_")
    .replace(/^[_.]+|_+$/g, "")
    .slice(0, 80);
  const stamp = at.toISOString().slice(0, 19).replace(/[-:]/g, "");
  return `${safe === "" ? "target" : safe}_${stamp}_${what}.${extension}`;
}
