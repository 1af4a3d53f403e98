import type { Command } from "commander";
import { counted } from "@/lib/core/counted";
import { act } from "@/lib/web/administration/act";
import { print, table } from "../output";

type Json = { json?: boolean };
type Filter = { hook?: string; handler?: string };

type Run = {
  id: string;
  hook: string;
  handler: string;
  objectType: string;
  objectName: string | null;
  status: string;
  attempts: number;
  createdAt: string;
  error: string | null;
};
type Handler = {
  hook: string;
  name: string;
  summary: string;
  lastRun: { status: string; createdAt: string } | null;
  pause: { by: string } | null;
};
type Pause = { hook: string; handler: string; pausedAt: string | null; pausedBy: string | null; waiting: number };

const json = (command: Command): Command => command.option("--json", "print one JSON document");
const filtered = (command: Command): Command =>
  command.option("--hook <hook>", "of one hook").option("--handler <handler>", "of one handler");

const runTable = (runs: readonly Run[]): string[] =>
  table(
    ["RUN", "HANDLER", "STATE", "ATTEMPTS", "SINCE (UTC)", "OBJECT", ""],
    runs.map((run) => [
      run.id,
      run.handler,
      run.status,
      run.attempts,
      run.createdAt.slice(0, 19),
      run.objectName ?? `deleted ${run.objectType}`,
      run.error,
    ]),
  );

const handlerTable = (handlers: readonly Handler[]): string[] =>
  table(
    ["HOOK", "HANDLER", "NEWEST RUN (UTC)", "STATE", ""],
    handlers.map((one) => [
      one.hook,
      one.name,
      one.lastRun?.createdAt.slice(0, 19) ?? "",
      one.pause === null ? (one.lastRun?.status ?? "") : `paused by ${one.pause.by}`,
      one.summary,
    ]),
  );

export function addHooks(program: Command): void {
  const hooks = program.command("hooks").description("handlers of hooks, and their runs");
  filtered(json(hooks.command("list")))
    .description("the handlers that are configured, and their newest runs")
    .option("--status <status>", "queued, running, done, failed, paused or cancelled")
    .option("--object <id>", "runs of one target, comment, ...")
    .option("--limit <n>", "how many runs", Number, 25)
    .action(async (options: Json & Filter & { status?: string; object?: string; limit: number }) => {
      const { hook, handler, status, object: objectId, limit } = options;
      const asked = { hook, handler, status, objectId, limit };
      const listed = await act<{ handlers: Handler[]; items: Run[] }>("hooks.list", asked);
      print(listed, options, () => [
        ...(listed.handlers.length === 0 ? ["No handler fits."] : handlerTable(listed.handlers)),
        "",
        ...(listed.items.length === 0 ? ["No run fits."] : runTable(listed.items)),
      ]);
    });
  filtered(json(hooks.command("replay").argument("[runs...]")))
    .description("run handlers again with the events as they were; the runs are queued, and done by the server")
    .option("--failed", "every failed run that was not replayed since, instead of naming runs")
    .option("--dry-run", "change nothing, and log what would be done")
    .addHelpText(
      "after",
      `
Examples:
  npm run tom -- hooks replay 01a22156-b315-731c-b250-eb4890124e46
  npm run tom -- hooks replay --failed --handler signedWebhook`,
    )
    .action(async (ids: string[], options: Json & Filter & { failed?: boolean; dryRun?: boolean }) => {
      const { hook, handler, failed = false, dryRun = false } = options;
      const done = await act<{ items: Run[] }>("hooks.replay", { ids, failed, hook, handler, dryRun });
      print(done, options, () => (done.items.length === 0 ? ["Nothing to replay."] : runTable(done.items)));
    });
  for (const verb of ["pause", "resume"] as const) {
    json(hooks.command(verb).argument("<hook>").argument("<handler>"))
      .description(
        verb === "pause"
          ? "have the runs of a handler wait from now on; nothing is lost"
          : "let the runs of a paused handler go on",
      )
      .action(async (hook: string, handler: string, options: Json) => {
        const state = await act<Pause>(`hooks.${verb}`, { hook, handler });
        const said = state.pausedAt === null ? "is not paused" : `is paused since ${state.pausedAt}`;
        print(state, options, () => [
          `${handler} for ${hook} ${said}; ${counted(state.waiting, "run waits", "runs wait")}.`,
        ]);
      });
  }
}
