import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { reference } from "./engine-bed";
import { openOwned, ownerEngine, stay } from "./owner-engine";

/** The owner of a database, to be killed again and again: its handler has one effect an event, under a unique key. */
const database = openOwned();

const effect = reference("effect", async (_payload, { eventId, runId, attempt }) => {
  await pause(2);
  await database.write(async (tx) => {
    await tx.run(sql`INSERT INTO meta (key, value) VALUES (${`effect.${eventId}`}, ${runId}) ON CONFLICT DO NOTHING`);
    await tx.run(sql`INSERT INTO meta (key, value) VALUES (${`tried.${runId}.${attempt}`}, '1')`);
  });
  // Here a kill leaves an effect behind of which the run does not know.
  await pause(2);
});

await ownerEngine(database, { handlers: [effect] }).start();
stay();
