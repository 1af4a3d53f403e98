import { TomError } from "@/lib/core/errors";
import { cellCount, checkColumns } from "./lines";
import type { TextTable } from "./table";

/**
 * IPAC tables: `\KEY = value` and `\ comment` lines, then one to four lines between bars (names, types, units, what
 * stands for null), then data whose columns lie under the bars.
 */
export function readIpac(text: string): TextTable {
  const lines = outdented(text.split("\n"));
  const first = lines.findIndex((line) => line.startsWith("|"));
  const bars = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  const header = lines.slice(first, bars === -1 ? lines.length : first + bars);
  const [names = "", , units = "", nulls = ""] = header;
  checkColumns(cellCount(names, "|") - 2);
  const edges = [...names.matchAll(/\|/g)].map(({ index }) => index);
  if (edges.length < 2 || header.length > 4)
    throw new TomError(
      "INVALID_INPUT",
      `Line ${first + 1}: the heading of an IPAC table is one to four lines between bars.`,
    );
  const spans = edges.slice(0, -1).map((from, index) => [from, edges[index + 1] ?? names.length] as const);
  const parts = (line: string): string[] => spans.map(([from, to]) => line.slice(from + 1, to).trim());
  const nullOf = parts(nulls);
  const unitOf = parts(units);
  return {
    form: "IPAC table",
    columns: parts(names).map((name, index) => ({ name, unit: unitOf[index] || null })),
    headingRow: null,
    keywords: keywordsOf(lines.slice(0, first)),
    notes: [],
    each(visit) {
      for (const [index, line] of lines.entries()) {
        if (index < first + header.length || line.trim() === "" || line.startsWith("\\")) continue;
        // The last column may run on; what stands under a bar is a value in the wrong place.
        const cells = spans.map(([from, to], at) => line.slice(from, at === spans.length - 1 ? undefined : to).trim());
        const astray = edges
          .slice(1, -1)
          .some((edge) => /\S/.test(line[edge - 1] ?? " ") && /\S/.test(line[edge] ?? " "));
        visit(
          index + 1,
          astray
            ? { message: "has a value that does not stand under its column" }
            : cells.map((cell, at) => (nullOf[at] !== "" && cell === nullOf[at] ? "" : cell)),
        );
      }
    },
  };
}

/** A table that stands a few blanks in, as one copied from a message does, is moved to the margin. */
function outdented(lines: string[]): string[] {
  const indent = lines.find((line) => /^ +\|/.test(line))?.indexOf("|") ?? 0;
  if (indent === 0 || lines.some((line) => line.startsWith("|"))) return lines;
  return lines.map((line) => (line.startsWith("\\") ? line : line.slice(Math.min(indent, line.search(/\S|$/)))));
}

function keywordsOf(lines: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, key, value] = /^\\([A-Za-z][\w-]{0,60})\s*=\s*(.*)$/.exec(line.slice(0, 500)) ?? [];
    if (key !== undefined && value !== undefined)
      found.set(key.toUpperCase(), value.replace(/^['"]|['"]$/g, "").trim());
  }
  return found;
}
