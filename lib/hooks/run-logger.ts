import type { Logger } from "@/lib/core/logger";

/** One line of a run's log, kept with the run. */
export type RunLine = {
  at: string;
  attempt: number;
  level: "debug" | "info" | "warn" | "error";
  message: string;
  fields: Record<string, unknown>;
};

export const linesMax = 200;
const messageMax = 500;
const fieldsMax = 2_000;

type Options = { base: Logger; now: () => Date; attempt: number; about: Record<string, unknown> };

/** A logger that also keeps its lines: at most 200 a run (the last one says that more were left out), each of bounded length. */
export function createRunLogger({ base, now, attempt, about }: Options): { logger: Logger; lines: RunLine[] } {
  const lines: RunLine[] = [];
  const write =
    (level: RunLine["level"]) =>
    (fields: Record<string, unknown>, message: string): void => {
      base[level]({ ...about, ...fields }, message);
      if (lines.length > linesMax) return;
      const line = { at: now().toISOString(), attempt, level };
      if (lines.length === linesMax) lines.push({ ...line, message: "More lines were left out.", fields: {} });
      else lines.push({ ...line, message: message.slice(0, messageMax), fields: keepable(fields) });
    };
  return { logger: { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") }, lines };
}

const storedMax = 64_000;

/** Earlier attempts' lines and this one's; the newest are kept where they are too many. */
export function joinLines(earlier: readonly RunLine[], lines: readonly RunLine[]): RunLine[] {
  const kept: RunLine[] = [];
  let size = 0;
  for (const line of [...earlier, ...lines].slice(-linesMax).reverse()) {
    size += JSON.stringify(line).length;
    if (size > storedMax) break;
    kept.push(line);
  }
  return kept.reverse();
}

const secretName = /password|token|secret|authorization|cookie|api_?key/i;

/** Fields as JSON of bounded size. Errors are named, not unfolded: stacks stay in the process's own log. */
function keepable(fields: Record<string, unknown>): Record<string, unknown> {
  const shown = Object.entries(fields).map(([name, value]) => [
    name,
    secretName.test(name) ? "[secret]" : nameOfError(value),
  ]);
  const text = jsonOf(Object.fromEntries(shown));
  if (text !== null && text.length <= fieldsMax) return JSON.parse(text);
  const note = "The fields of this line were too large to keep.";
  // The line stays hidden from those who may not see its target.
  return typeof fields.targetId === "string" ? { note, targetId: fields.targetId } : { note };
}

const nameOfError = (value: unknown): unknown => (value instanceof Error ? value.name : value);

export function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

const outputMax = 64_000;

/** What a handler returned, as JSON that can be stored; says so where it cannot. */
export function storableOutput(value: unknown): unknown {
  if (value === undefined) return null;
  const text = jsonOf(value);
  if (text === null) return { note: "The output could not be written as JSON." };
  return text.length <= outputMax
    ? JSON.parse(text)
    : { note: `The output was too large to keep (${text.length} characters).` };
}
