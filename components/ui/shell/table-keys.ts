const rowsOf = (root: ParentNode): HTMLTableRowElement[] => [
  ...root.querySelectorAll<HTMLTableRowElement>("table[data-keys] tbody tr"),
];

function moveTo(rows: readonly HTMLTableRowElement[], index: number): void {
  for (const row of rows) delete row.dataset.cursor;
  const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
  if (row === undefined) return;
  row.dataset.cursor = "";
  row.scrollIntoView({ block: "nearest" });
  // The link that names the row takes the focus, so that a screen reader hears where the cursor is.
  row.querySelector<HTMLElement>("th a, td a, a, button, input")?.focus({ preventScroll: true });
}

function openRow(row: HTMLTableRowElement): void {
  const { href } = row.dataset;
  if (href === undefined) return;
  const link =
    [...row.querySelectorAll("a")].find((one) => one.getAttribute("href") === href) ?? row.querySelector("a");
  link?.click();
}

/** `j` and `k` move a cursor through the rows, `x` checks the row, Enter opens it. */
export function serveTableKey(key: string, root: Document): void {
  const rows = rowsOf(root);
  const at = rows.findIndex((row) => row.dataset.cursor !== undefined);
  const current = rows[at];
  if (key === "j") moveTo(rows, at + 1);
  else if (key === "k") moveTo(rows, at === -1 ? 0 : at - 1);
  else if (key === "x") current?.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  else if (key === "Enter" && current !== undefined && !(root.activeElement instanceof HTMLAnchorElement))
    openRow(current);
}
