import { resolve } from "node:path";
import type { Command } from "commander";
import { counted } from "@/lib/core/counted";
import { TomError } from "@/lib/core/errors";
import { act } from "@/lib/web/administration/act";
import { print, table } from "../output";

type Options = {
  photometry?: string;
  timeScale?: string;
  group: string[];
  visibility?: string;
  as?: string;
  dryRun?: boolean;
  json?: boolean;
};

type Counts = { total: number; created: number; existing: number; rejected: number; near: number };
type LightCounts = { total: number; accepted: number; rejected: number };
type Verdict = { row: number; name: string; verdict: string; field: string | null; message: string | null };
type Check = {
  warnings: string[];
  counts: Counts;
  verdicts: Verdict[];
  photometry: { warnings: string[]; counts: LightCounts; verdicts: Verdict[] } | null;
};
type Rejected = { row: number; field: string; message: string }[];
type Job = {
  id: string;
  status: string;
  done: number;
  total: number | null;
  message: string;
  result: (Counts & { rejectedRows: Rejected; photometry: (LightCounts & { rejectedRows: Rejected }) | null }) | null;
};

const waitMs = 500;
const rowsTold = 50;
const several = (value: string, before: string[]): string[] => [...before, value];

export function addTargets(program: Command): void {
  program
    .command("targets")
    .description("targets")
    .command("import")
    .argument("<file>")
    .description("make targets from a CSV file, all of them or none")
    .option("--photometry <file>", "their measurements, as CSV with a column target")
    .option("--time-scale <scale>", "of the times in it: utc, tai, tt, tdb, hjd or bjd_tdb (default: utc)")
    .option("--group <name>", "a group of rows that name none; may be given several times", several, [])
    .option("--visibility <word>", "open, public or private, of rows that do not say it")
    .option("--as <username>", "in whose name; the installation's own where it is left out")
    .option("--dry-run", "tell what would become of each row, and write nothing")
    .option("--json", "print one JSON document")
    .action(importTargets);
}

async function importTargets(file: string, options: Options): Promise<void> {
  const { photometry, timeScale, group, visibility, as } = options;
  const input = {
    file: resolve(file),
    ...(photometry === undefined ? {} : { photometry: resolve(photometry) }),
    ...(timeScale === undefined ? {} : { timeScale }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(as === undefined ? {} : { as }),
    groups: group,
  };
  if (options.dryRun) {
    const check = await act<Check>("targets.checkImport", input);
    return print(check, options, () => linesOfCheck(check));
  }
  const job = await ended(await act<Job>("targets.import", input));
  if (job.status !== "done" || job.result === null) throw new TomError("CONFLICT", job.message || "The import failed.");
  const { result } = job;
  print({ jobId: job.id, ...result }, options, () => [
    `${counted(result.created, "target")} made, ${counted(result.existing, "was", "were")} here already, ${counted(result.rejected, "row")} rejected`,
    ...linesOf(result.rejectedRows),
    ...(result.photometry === null
      ? []
      : [
          `Photometry: ${counted(result.photometry.accepted, "row")} added, ${result.photometry.rejected} rejected`,
          ...linesOf(result.photometry.rejectedRows),
        ]),
  ]);
}

/** The job, once it has ended. */
async function ended(job: Job): Promise<Job> {
  let now = job;
  while (now.status === "queued" || now.status === "running") {
    await new Promise((resume) => setTimeout(resume, waitMs));
    now = await act<Job>("job.get", { id: job.id });
    if (process.stderr.isTTY) process.stderr.write(`\r${now.message.padEnd(60)}`);
  }
  if (process.stderr.isTTY && now !== job) process.stderr.write("\n");
  return now;
}

function linesOfCheck({ warnings, counts, verdicts, photometry }: Check): string[] {
  return [
    ...warnings,
    `${counted(counts.created, "target")} would be made, ${counted(counts.existing, "is", "are")} here already, ${counted(counts.rejected, "row is", "rows are")} rejected`,
    ...linesOf(verdicts.filter(({ verdict }) => verdict === "rejected")),
    ...(photometry === null
      ? []
      : [
          ...photometry.warnings,
          `Photometry: ${counted(photometry.counts.accepted, "row")} would be added, ${counted(photometry.counts.rejected, "is", "are")} rejected`,
          ...linesOf(photometry.verdicts.filter(({ verdict }) => verdict === "rejected")),
        ]),
  ];
}

const linesOf = (rows: readonly { row: number; field: string | null; message: string | null }[]): string[] =>
  rows.length === 0
    ? []
    : [
        ...table(
          ["ROW", "COLUMN", ""],
          rows.slice(0, rowsTold).map(({ row, field, message }) => [row, field, message]),
        ),
        ...(rows.length > rowsTold ? [`and ${rows.length - rowsTold} more`] : []),
      ];
