const text = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** One JSON document, or lines for people. */
export function print(value: unknown, options: { json?: boolean }, lines: () => string[]): void {
  process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${lines().join("\n")}\n`);
}

/** Columns of equal width. */
export function table(heads: readonly string[], rows: readonly (readonly unknown[])[]): string[] {
  const cells = [heads, ...rows.map((row) => row.map(text))];
  const widths = heads.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
