import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parseLosslessJson } from "@/lib/http/lossless-json";

/** The recorded replies, read in place: `TOM_CORPUS_DIR`, or `../shared` beside the checkout. */

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = resolve(root, process.env.TOM_CORPUS_DIR ?? "../shared");

export const hasCorpus = existsSync(join(folder, "brokers", "README.md"));

/** For the stand-in: the folder of the recordings. */
export const corpusBrokers = hasCorpus ? join(folder, "brokers") : null;

if (!hasCorpus) {
  process.stderr.write(
    `No recorded broker replies in ${process.env.TOM_CORPUS_DIR ?? "../shared"}: their tests are skipped.\n`,
  );
}

/** For the name of a suite, so that a run without the corpus says why it skipped. */
export const orWhyNot = hasCorpus ? "" : ` (skipped: no recordings in ${process.env.TOM_CORPUS_DIR ?? "../shared"})`;

export const recordingsOf = (broker: string): string[] =>
  hasCorpus ? readdirSync(join(folder, "brokers", broker)).toSorted() : [];

const read = new Set<string>();

export function recordingText(broker: string, name: string): string {
  read.add(`${broker}/${name}`);
  return readFileSync(join(folder, "brokers", broker, name), "utf8");
}

export const recording = (broker: string, name: string): unknown => parseLosslessJson(recordingText(broker, name));

/**
 * The last test of a broker's suite: every file of its folder was read by a test before it, or no client of ours asks for
 * what it holds, and `unread` says why. What a stand-in loads does not count as read.
 */
export function leavesNothingUnread(broker: string, unread: Readonly<Record<string, string>> = {}): void {
  it.runIf(hasCorpus)(`reads every recording of ${broker} that answers something its client asks`, () => {
    const forgotten = recordingsOf(broker).filter((name) => !read.has(`${broker}/${name}`) && !(name in unread));
    expect(forgotten).toEqual([]);
    expect(Object.keys(unread).filter((name) => read.has(`${broker}/${name}`))).toEqual([]);
    expect(Object.values(unread).every((why) => why.length > 10)).toBe(true);
  });
}
