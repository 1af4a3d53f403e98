/** Reads the recordings of one broker: the corpus folder when there is one, and our own fixtures in any case. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseWide } from "./wide-json.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** `TOM_CORPUS_DIR` (or ../shared) holds `brokers/`. Null when there is none. @param {string | undefined} given */
export function corpusFolder(given) {
  const folder = resolve(root, given ?? process.env.TOM_CORPUS_DIR ?? "../shared");
  const candidates = [join(folder, "brokers"), folder];
  return candidates.find((path) => existsSync(join(path, "alerce"))) ?? null;
}

/** Paths of a broker's recordings by file name; a name of the corpus wins over the same name of ours. */
function filesOf(broker, corpus) {
  const folders = [join(root, "lib/brokers", broker, "fixtures"), ...(corpus ? [join(corpus, broker)] : [])];
  const files = new Map();
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) files.set(name, join(folder, name));
  }
  return files;
}

/** The text files of a broker that are not JSON, by name. @param {string} broker @param {string | null} corpus */
export const textsOf = (broker, corpus) =>
  new Map(
    [...filesOf(broker, corpus)]
      .filter(([name]) => !/\.(json|md)$/.test(name))
      .map(([name, path]) => [name, readFileSync(path, "utf8")]),
  );

/**
 * The JSON files of a broker, as [name, value]; a name of the corpus wins over the same name of ours.
 * @param {string} broker @param {string | null} corpus
 */
export function recordingsOf(broker, corpus) {
  return [...filesOf(broker, corpus)]
    .filter(([name]) => name.endsWith(".json"))
    .map(([name, path]) => [name.replace(/\.json$/, ""), parseWide(readFileSync(path, "utf8"))]);
}
