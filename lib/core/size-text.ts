const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A size as people read it, in powers of 1024: "1 byte", "812 bytes", "1.4 MB". */
export function sizeText(bytes: number): string {
  if (bytes === 1) return "1 byte";
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  const value = bytes / 1024 ** step;
  return `${step === 0 || value >= 100 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}
