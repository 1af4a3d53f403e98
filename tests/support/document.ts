import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A file of the repository. */
export const readSource = (path: string): string => readFileSync(`${root}/${path}`, "utf8");

export type Block = { language: string; file: string | null; code: string };

/** The fenced blocks of a page; a block of code says of which file it is a part. */
export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(/^```(\w+)(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(([, language, file, code]) => ({
    language: language ?? "",
    file: file ?? null,
    code: (code ?? "").trimEnd(),
  }));

/** Lines that say something. */
export const linesOf = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

/** Names of npm's scripts that the commands of a page call. */
export const scriptsNamed = (blocks: readonly Block[]): string[] =>
  blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ code }) => code.split("\n"))
    .flatMap((command) => /npm (?:run )?([\w:]+)/.exec(command)?.[1] ?? []);

export const scriptNames = (): string[] =>
  Object.keys((JSON.parse(readSource("package.json")) as { scripts: Record<string, string> }).scripts);
