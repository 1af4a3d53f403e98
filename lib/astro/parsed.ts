/**
 * The answer of every parser in this folder: either the value with a sentence that says how the text was understood
 * (shown beside the field at once), or one sentence for the person who typed it. Parsers never throw.
 */
export type Parsed<Value> = ({ ok: true; understoodAs: string } & Value) | { ok: false; message: string };

export const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message });

/** What people paste is short; anything longer is refused before a pattern looks at it. */
export const maxAngleTextLength = 200;

/** The text as quoted in a message: trimmed, no line breaks, at most 40 characters. */
export function quoted(text: string): string {
  const plain = text.slice(0, 200).replace(/\s+/gu, " ").trim();
  const points = [...plain];
  return points.length > 40 ? `${points.slice(0, 40).join("")}…` : plain;
}
