import { sql } from "drizzle-orm";
import { reference } from "./engine-bed";
import { openOwned, ownerEngine, stay } from "./owner-engine";

/**
 * A process with an engine, to be killed: its handler has one effect a run, under a unique key, and at the first
 * attempt never comes back.
 */
const database = openOwned();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const effect = reference("effect", async (_payload, { runId, attempt }) => {
  await database.write((tx) =>
    tx.run(sql`INSERT INTO meta (key, value) VALUES (${`effect.${runId}`}, '1') ON CONFLICT DO NOTHING`),
  );
  say(`attempt ${attempt}`);
  if (attempt === 1) await new Promise(() => undefined);
});

const engine = ownerEngine(database, { handlers: [effect] });
const leave = stay();
process.on("SIGTERM", () => {
  leave();
  void engine.stop(1_000).then(() => database.close());
});
await engine.start();
say("started");
