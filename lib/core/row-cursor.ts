// Row ids do not leave the house as they are: they would tell how many targets there are.
const wide = 2n ** 64n;
const factor = 0x9e3779b97f4a7c15n;
const inverse = 0xf1de83e19937733dn;

/** A row id as text that tells nothing of how many rows there are. */
export const writeRowCursor = (pk: number): string => ((BigInt(pk) * factor) % wide).toString(36);

/** What `writeRowCursor` wrote; null for anything else. */
export function readRowCursor(text: string): number | null {
  if (!/^[0-9a-z]{1,13}$/.test(text)) return null;
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  const pk = (value * inverse) % wide;
  return pk <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(pk) : null;
}

/** Orders of a list that is read along its rows; the first is the one without a word. */
export const rowSorts = ["-createdAt", "createdAt"] as const;
