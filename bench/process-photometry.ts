/**
 * An uploaded light curve of 100,000 rows, from the stored file to the drafts in this process: thread, reading, times,
 * hand-over. The control is the bare tokeniser on the same text.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { runProcessor } from "@/lib/data-processors/run";
import { median, report } from "./harness/report";

const rowCount = 100_000;
const roundCount = 5;

const lines = Array.from({ length: rowCount }, (_, index) => {
  const mjd = (58_000 + index * 0.02).toFixed(5);
  return `${mjd},${"gri"[index % 3]},${(17 + (index % 400) / 100).toFixed(3)},0.025,,P48,${index}`;
});
const text = `mjd,filter,magnitude,error,limit,telescope,airmass\n${lines.join("\n")}\n`;
const folder = mkdtempSync(join(tmpdir(), "tom-bench-"));
const path = join(folder, "curve.csv");
writeFileSync(path, text);

async function processed(timeScale: "utc" | "bjd_tdb"): Promise<number> {
  const began = performance.now();
  const result = await runProcessor(
    { processor: "photometry", path, name: "curve.csv", timeScale, target: { raDeg: 150, decDeg: 20 } },
    { timeoutMs: 120_000, memoryMb: 512 },
  );
  if (result.kind !== "photometry" || result.rows.length !== rowCount) throw new Error("not every row was taken");
  return (performance.now() - began) / 1000;
}

function tokenised(): number {
  const began = performance.now();
  if (Papa.parse(text, { skipEmptyLines: "greedy" }).data.length !== rowCount + 1) throw new Error("rows are missing");
  return (performance.now() - began) / 1000;
}

try {
  const [utc, bjd, bare]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < roundCount; round += 1) {
    utc.push(await processed("utc"));
    bjd.push(await processed("bjd_tdb"));
    bare.push(tokenised());
  }
  const control = median(bare);
  const figures = [
    { name: "process-photometry, 100,000 rows in UTC", samples: utc },
    { name: "process-photometry, 100,000 rows in BJD", samples: bjd },
  ];
  for (const { name, samples } of figures) {
    const value = median(samples);
    report({ name, unit: "s", value, limit: 5, ratio: value / control, samples });
  }
  report({ name: "process-photometry, bare tokeniser", unit: "s", value: control, samples: bare });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
