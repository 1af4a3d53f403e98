import type { Command } from "commander";
import { counted } from "@/lib/core/counted";
import { act } from "@/lib/web/administration/act";
import { print, table } from "../output";

type Json = { json?: boolean };
const json = (command: Command): Command => command.option("--json", "print one JSON document");
const whole = (text: string): number => Number(text);

type Run = {
  id: string;
  status: string;
  feedback: string | null;
  counts: { total: number; new: number; known: number; updated: number; gone: number };
};
type Targets = {
  created: unknown[];
  existing: unknown[];
  nearby: unknown[];
  failed: unknown[];
  jobId: string | null;
} | null;

export function addWork(program: Command): void {
  json(program.command("broker").description("brokers").command("list")).action(async (options: Json) => {
    const brokers = await act<{ id: string; name: string; state: string; stateText: string | null }[]>(
      "broker.list",
      {},
    );
    print({ items: brokers }, options, () =>
      table(
        ["ID", "NAME", "STATE", ""],
        brokers.map((b) => [b.id, b.name, b.state, b.stateText]),
      ),
    );
  });
  json(program.command("query").description("saved queries").command("run").argument("<name>"))
    .description("run a saved query as its owner")
    .option("--save", "also make its targets and store their photometry")
    .action(async (name: string, options: Json & { save?: boolean }) => {
      const { run, targets } = await act<{ run: Run; targets: Targets }>("query.run", {
        name,
        save: options.save ?? false,
      });
      print({ run, targets }, options, () => [
        `${run.status}: ${counted(run.counts.total, "alert")}, ${run.counts.new} new, ${run.counts.known} known, ${run.counts.updated} updated, ${run.counts.gone} gone`,
        ...(run.feedback ? [run.feedback] : []),
        ...(targets
          ? [
              `${counted(targets.created.length, "target")} made, ${targets.existing.length} linked, ${targets.nearby.length} near others, ${targets.failed.length} failed`,
            ]
          : []),
      ]);
      if (run.status === "failed") process.exitCode = 1;
    });
  json(program.command("seed"))
    .description("reproducible synthetic targets, for trials and measurements")
    .requiredOption("--targets <n>", "how many targets", whole)
    .option("--photometry <n>", "how many points, on the first targets", whole, 0)
    .option("--groups <n>", "how many groups share the private ones", whole, 10)
    .option("--seed <n>", "the same number gives the same sky", whole, 1)
    .action(async (options: Json & { targets: number; photometry: number; groups: number; seed: number }) => {
      const { json: _json, ...input } = options;
      const done = await act<{ targets: number; photometry: number; seconds: number; rowsPerS: number }>("seed", input);
      print(done, options, () => [
        `${counted(done.targets, "target")} and ${counted(done.photometry, "point")} in ${done.seconds} s (${done.rowsPerS} rows/s)`,
      ]);
    });
}
