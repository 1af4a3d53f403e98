import type { Finding, SourceFile, SourceRule } from "./source-file";

const lineOf = (text: string, index: number): number => text.slice(0, index).split("\n").length;

const matches = (file: SourceFile, pattern: RegExp, message: string): Finding[] =>
  [...file.text.matchAll(pattern)].map((match) => ({
    path: file.path,
    line: lineOf(file.text, match.index),
    message: `${match[0].trim()}: ${message}`,
  }));

// Put together from halves, so that the rule does not find itself.
const suppression = new RegExp(
  ["@ts-(ignore|nocheck|expect-error)", "biome-" + "ignore", "eslint-" + "disable", "@vite-" + "ignore"].join("|"),
  "g",
);
const unfinished = new RegExp(`\\b(${["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"].join("|")})\\b`, "g");

const here = "tests/architecture/";

export const noSuppression: SourceRule = {
  name: "nothing is suppressed",
  appliesTo: (path) => !path.startsWith(here),
  check: (file) => matches(file, suppression, "mend the cause"),
};

export const nothingUnfinished: SourceRule = {
  name: "nothing is left unfinished",
  appliesTo: (path) => !path.startsWith(here),
  check: (file) => matches(file, unfinished, "finish it or open an issue"),
};

const vague = /(^|\/)(utils?|helpers?|common|misc|shared)(\.tsx?$|\/)/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
// Names that Next gives meaning to: (group), [param], [[...rest]], @slot, _private.
const nextFolder = /^(\([a-z.-]+\)|\[{1,2}(\.{3})?[a-zA-Z]+\]{1,2}|@[a-z]+|_[a-z-]+)$/;

/** What a path is called, without reading it. */
export function nameFindings(path: string): Finding[] {
  const findings: Finding[] = [];
  if (vague.test(path)) findings.push({ path, line: 1, message: "name it after what it computes or holds" });
  const parts = path.split("/");
  const odd = parts.filter((part) => !kebab.test(part) && !nextFolder.test(part));
  if (odd.length > 0) findings.push({ path, line: 1, message: `${odd.join(", ")}: names are kebab-case` });
  return findings;
}

export const names: SourceRule = {
  name: "files are named for what they hold",
  appliesTo: (path) => /\.tsx?$/.test(path),
  check: (file) => nameFindings(file.path),
};

const maxLines = 300;

/** Not a rule but an aim: told, never refused. */
export const longFiles = (files: readonly SourceFile[]): Finding[] =>
  files
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > maxLines)
    .sort((a, b) => b.lines - a.lines)
    .map(({ path, lines }) => ({ path, line: 1, message: `${lines} lines, more than ${maxLines}` }));
