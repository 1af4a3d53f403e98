import type { Concurrency, Run } from "./types";

const limitsOf = ({ fn }: Run): readonly Concurrency[] => (fn.concurrency === undefined ? [] : [fn.concurrency].flat());

/** What a limit counts this run under. */
function bucketOf(run: Run, limit: Concurrency): string {
  const scope = limit.scope ?? "fn";
  return [scope, scope === "fn" ? run.fn.id : "", keyValue(run, limit.key)].join(" ");
}

/** Of the expressions that a key may be, the driver knows a field of the event and a text. */
function keyValue(run: Run, key: string | undefined): string {
  if (key === undefined) return "";
  const field = /^event\.data\.(\w+)$/.exec(key)?.[1];
  const text = /^(["'])(.*)\1$/.exec(key)?.[2];
  if (field === undefined && text === undefined) throw new Error(`The driver does not know the expression ${key}.`);
  return JSON.stringify(field === undefined ? text : (run.event.data[field] ?? null));
}

/** Whether each limit of the run's function has a place left for it. */
export function mayStart(run: Run, runs: readonly Run[]): boolean {
  const running = runs.filter((one) => one.status === "running");
  return limitsOf(run).every((limit) => {
    const bucket = bucketOf(run, limit);
    const busy = running.filter((one) => limitsOf(one).some((other) => bucketOf(one, other) === bucket));
    return busy.length < limit.limit;
  });
}
