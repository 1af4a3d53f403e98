import { TomError } from "@/lib/core/errors";

type Line = { last: Promise<unknown>; length: number };

const mostInLine = 100;

// One map a process, however often this module is loaded.
const key = Symbol.for("tom.sign-in-turns");
const holder = globalThis as { [key]?: Map<string, Line> };
holder[key] ??= new Map();
const lines: Map<string, Line> = holder[key];

/** Runs `work` after all earlier work of the same name is done. A line that has grown too long takes no more. */
export async function takeTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(name) ?? { last: Promise.resolve(), length: 0 };
  if (line.length >= mostInLine) {
    throw new TomError("LIMIT_EXCEEDED", "Too many sign-ins at once. Try again in a moment.", { retryAfterS: 10 });
  }
  line.length++;
  lines.set(name, line);
  const turn = line.last.then(work, work);
  line.last = turn.catch(() => undefined);
  try {
    return await turn;
  } finally {
    line.length--;
    if (line.length === 0) lines.delete(name);
  }
}
