import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { configWith, emittingServices, reference } from "./engine-bed";

/** The owner of a database, to be killed again and again: its handler has one effect an event, under a unique key. */
const [path = ""] = process.argv.slice(2);
const database = openDatabase({ url: `file:${path}` });

const effect = reference("effect", async (_payload, { eventId, runId, attempt }) => {
  await pause(2);
  await database.write(async (tx) => {
    await tx.run(sql`INSERT INTO meta (key, value) VALUES (${`effect.${eventId}`}, ${runId}) ON CONFLICT DO NOTHING`);
    await tx.run(sql`INSERT INTO meta (key, value) VALUES (${`tried.${runId}.${attempt}`}, '1')`);
  });
  // Here a kill leaves an effect behind of which the run does not know.
  await pause(2);
});

await createEmbeddedEngine({
  database,
  config: configWith([effect]),
  clock: systemClock,
  logger: silentLogger,
  jobs: [],
  services: emittingServices,
  exclusive: true,
  tasks: [],
}).start();
setInterval(() => undefined, 60_000);
