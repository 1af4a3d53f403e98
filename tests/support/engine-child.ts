import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { configWith, emittingServices, reference } from "./engine-bed";

/**
 * A process with an engine, to be killed: its handler has one effect a run, under a unique key, and at the first
 * attempt never comes back.
 */
const [path = ""] = process.argv.slice(2);
const database = openDatabase({ url: `file:${path}` });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const effect = reference("effect", async (_payload, { runId, attempt }) => {
  await database.write((tx) =>
    tx.run(sql`INSERT INTO meta (key, value) VALUES (${`effect.${runId}`}, '1') ON CONFLICT DO NOTHING`),
  );
  say(`attempt ${attempt}`);
  if (attempt === 1) await new Promise(() => undefined);
});

const engine = createEmbeddedEngine({
  database,
  config: configWith([effect]),
  clock: systemClock,
  logger: silentLogger,
  jobs: [],
  services: emittingServices,
  exclusive: true,
  tasks: [],
});
// Everything of the engine lets a process end; this one stays until it is killed or told.
const stay = setInterval(() => undefined, 60_000);
process.on("SIGTERM", () => {
  clearInterval(stay);
  void engine.stop(1_000).then(() => database.close());
});
await engine.start();
say("started");
