/**
 * Log lines for a person at a terminal: `2026-11-28T19:15:46Z warn  A query failed. host=api.alerce.online`. Control
 * characters and marks that turn the writing direction are shown as escapes, so that nothing logged can pose as a line
 * of its own.
 */
const risky = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

const escaped = (text: string): string =>
  text.replace(risky, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);

const words: Readonly<Record<number, string>> = { 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return escaped(/^[^\s"=]+$/.test(text) || typeof value !== "string" ? text : JSON.stringify(text));
}

const pairs = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : [`${escaped(key)}=${shown(value)}`],
  );

/** One JSON line of the log as a person reads it; where it holds a stack, that follows, indented. */
export function readableLine(json: string): string {
  let line: Fields;
  try {
    line = JSON.parse(json) as Fields;
  } catch {
    return escaped(json);
  }
  const { level, time, msg, err, ...fields } = line;
  const { stack, ...error } = isFields(err) ? err : { stack: undefined, reason: err };
  const { message, type: _, ...facts } = error as Fields;
  const says = message === undefined || message === msg ? {} : { error: message };
  const head = [
    String(time).replace(/\.\d+Z$/, "Z"),
    (words[Number(level)] ?? String(level)).padEnd(5),
    escaped(String(msg ?? "")),
    ...pairs({ ...fields, ...says, ...facts }),
  ].join(" ");
  if (typeof stack !== "string") return head;
  const frames = stack.split("\n").filter((frame) => /^\s+at /.test(frame));
  return [head, ...frames.map((frame) => `    ${escaped(frame.trim())}`)].join("\n");
}
