import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
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

export const recordingText = (broker: string, name: string): string =>
  readFileSync(join(folder, "brokers", broker, name), "utf8");

export const recording = (broker: string, name: string): unknown => parseLosslessJson(recordingText(broker, name));
