import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

/**
 * What a writer asked for and what it was told is stored, kept outside the process under test and on disk, so that it
 * can be held against the database after a crash.
 */
export type AckLog = {
  asked(key: string): void;
  acknowledged(key: string): void;
  close(): void;
};

export function openAckLog(path: string): AckLog {
  const file = openSync(path, "a");
  const write = (line: string): void => void writeSync(file, `${line}\n`);
  return {
    asked: (key) => write(`? ${key}`),
    acknowledged: (key) => {
      write(`! ${key}`);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

export type AckReport = {
  askedCount: number;
  acknowledgedCount: number;
  /** Acknowledged and gone: the one thing that must never happen. */
  lost: string[];
  /** Stored more than once. */
  duplicated: string[];
  /** Stored though nobody asked. */
  strangers: string[];
  /** Stored, and its answer never arrived: a kill may leave such, an orderly end may not. */
  unanswered: string[];
};

/** How many writes were acknowledged by now. */
export const countAcks = (path: string): number => readFileSync(path, "utf8").split("\n! ").length - 1;

/** Compares a log with what is stored at the end: one entry of `stored` for each row found. */
export function compareAcks(path: string, stored: Iterable<string>): AckReport {
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  const keys = (mark: string): Set<string> =>
    new Set(lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(2)));
  const asked = keys("?");
  const acknowledged = keys("!");
  const found = new Map<string, number>();
  for (const key of stored) found.set(key, (found.get(key) ?? 0) + 1);
  return {
    askedCount: asked.size,
    acknowledgedCount: acknowledged.size,
    lost: [...acknowledged].filter((key) => !found.has(key)),
    duplicated: [...found].filter(([, count]) => count > 1).map(([key]) => key),
    strangers: [...found.keys()].filter((key) => !asked.has(key)),
    unanswered: [...found.keys()].filter((key) => asked.has(key) && !acknowledged.has(key)),
  };
}
