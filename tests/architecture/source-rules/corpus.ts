import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "@/scripts/steps/checkout.mjs";
import type { Finding } from "./source-file";

/** Recorded replies and packets that tests read in place; null when this machine does not have them. */
export function corpusDir(configured: string | undefined = process.env.TOM_CORPUS_DIR): string | null {
  const directory = configured ? resolve(configured) : resolve(root, "../shared");
  return existsSync(directory) ? directory : null;
}

// Below this a file is a word or an empty list, and equal by chance.
const minBytes = 120;

/** The same content however it is laid out: JSON is compared by its values, other text without its white space. */
function fingerprint(content: Buffer): string {
  const text = content.toString("utf8");
  let canonical: string | Buffer = content;
  if (!text.includes("\u0000")) {
    try {
      canonical = JSON.stringify(JSON.parse(text));
    } catch {
      canonical = text.replace(/\s+/g, "");
    }
  }
  return createHash("sha256").update(canonical).digest("hex");
}

const filesIn = (directory: string): string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/** Files of the project that hold what a file of the corpus holds. */
export function corpusCopies(corpus: string, projectPaths: readonly string[], projectRoot: string = root): Finding[] {
  const known = new Map<string, string>();
  for (const folder of ["brokers", "streams"].map((name) => join(corpus, name)).filter((path) => existsSync(path))) {
    for (const path of filesIn(folder)) {
      const content = readFileSync(path);
      if (content.length >= minBytes) known.set(fingerprint(content), path.slice(corpus.length + 1));
    }
  }
  return projectPaths.flatMap((path) => {
    const content = readFileSync(join(projectRoot, path));
    const original = content.length >= minBytes ? known.get(fingerprint(content)) : undefined;
    return original ? [{ path, line: 1, message: `a copy of ${original}, which tests read in place` }] : [];
  });
}
