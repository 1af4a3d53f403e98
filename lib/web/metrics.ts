import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { hookQueueDepth } from "@/lib/hooks/queries/hook-queue-depth";
import { services } from "./services";

const key = Symbol.for("tom.metrics");
type Holder = { [key]?: Registry };

/** Prometheus text: the process, the write gate and the engine. */
export async function metricsText(): Promise<string> {
  const holder = globalThis as Holder;
  holder[key] ??= build();
  return holder[key].metrics();
}

function build(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  // Which version runs is nobody's business who only watches how it runs.
  registry.removeSingleMetric("nodejs_version_info");
  const gauge = (name: string, help: string, value: () => number | Promise<number>): void => {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await value());
      },
    });
  };
  gauge("tom_writes_total", "Committed write transactions", () => services().database.gate.counts().writes);
  gauge(
    "tom_database_busy_total",
    "Transactions that met a busy database; each is an incident",
    () => services().database.gate.counts().busy,
  );
  gauge("tom_slow_writes_total", "Write transactions over 50 ms", () => services().database.gate.counts().slow);
  gauge("tom_engine_running", "Hook runs and jobs being worked on", () => services().engine.state().running);
  gauge("tom_engine_waiting", "Hook runs and jobs claimed and waiting", () => services().engine.state().waiting);
  gauge(
    "tom_engine_connected",
    "1 while the engine can be given work: always for the embedded one, for Inngest while it knows this app",
    () => Number(["registered", undefined].includes(services().engine.state().outside?.status)),
  );
  gauge("tom_engine_contact_seconds", "Since the engine outside last answered or called; 0 for the embedded one", () =>
    secondsSince(services().engine.state().outside?.lastContactAt ?? null),
  );
  gauge("tom_hook_runs_due", "Hook runs that wait although their time has come", async () => (await queueDepth()).due);
  gauge("tom_hook_runs_due_seconds", "How long the oldest of them has been waiting", async () =>
    secondsSince((await queueDepth()).oldestDueAt),
  );
  const { clockOffsetS } = services();
  gauge(
    "tom_clock_offset_seconds",
    "How far the clock is ahead of those of the services outside",
    () => clockOffsetS() ?? 0,
  );
  return registry;
}

const queueDepth = () => hookQueueDepth(services().database.read, services().clock.now());

const secondsSince = (instant: string | null): number =>
  instant === null ? 0 : Math.max(0, (services().clock.now().getTime() - Date.parse(instant)) / 1_000);
