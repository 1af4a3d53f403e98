/**
 * Hooks in the built server, with the shipped handler of `target_post_save` (it looks for our own targets nearby): how soon
 * it starts after a commit, how many waiting events it works through in a second, and what people who write meanwhile wait.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@libsql/client";
import { actionCaller } from "./harness/action";
import { createTarget } from "./harness/api";
import { drainRate, startDelays } from "./harness/hook-delays";
import { median, note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky, databaseFile, tom } from "./harness/sky";
import { timeEach } from "./harness/timed";

const single = 400;
const singlesPerS = 20;
const events = 10_000;
const periods = 4;
const writesAPeriod = 60;
const writesPerS = 15;
const aloneS = 4;
const handler = ["target_post_save", "crossMatch"] as const;

const sky = await copySky(events);
const { token } = sky.account;
const steer = (verb: "pause" | "resume") => tom(sky.dataDir, ["hooks", verb, ...handler]);

const waiting = async (): Promise<number> => {
  const client = createClient({ url: `file:${databaseFile(sky)}` });
  const { rows } = await client.execute(
    "SELECT count(*) AS n FROM hook_runs WHERE status IN ('queued', 'running', 'paused')",
  );
  client.close();
  return Number(rows[0]?.n);
};

/** An event for each target of the sky, as if all of them had been saved; nobody has the database open. */
async function saveAll(likeId: string): Promise<void> {
  const client = createClient({ url: `file:${databaseFile(sky)}` });
  await client.execute({
    sql: `INSERT INTO outbox (id, event, object_type, object_id, target_id, payload, actor, depth, created_at)
          SELECT 'bench-' || t.pk, o.event, o.object_type, t.id, t.id,
            json_set(o.payload, '$.target.id', t.id, '$.target.name', t.name), o.actor, 0, o.created_at
          FROM targets t, outbox o WHERE o.object_id = ? AND o.event = ? ORDER BY t.pk LIMIT ?`,
    args: [likeId, handler[0], events],
  });
  client.close();
}

/** One person's writes at an even pace; milliseconds of each. */
async function atPace(write: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  for (let index = 0; index < writesAPeriod; index += 1) {
    times.push(...(await timeEach(1, 1, () => write(index))));
    await sleep(Math.max(0, ((index + 1) / writesPerS) * 1000 - (performance.now() - began)));
  }
  return times;
}

let server = await startServer({ dataDir: sky.dataDir });
try {
  note("one target after another");
  const ids: string[] = [];
  const began = performance.now();
  for (let index = 0; index < single; index += 1) {
    const place = { raDeg: (index * 137.5) % 360, decDeg: -88 + (index % 170) };
    ids.push(await createTarget(server.url, token, { name: `hooks ${index}`, ...place }));
    await sleep(Math.max(0, ((index + 1) / singlesPerS) * 1000 - (performance.now() - began)));
  }
  await sleep(1_000);
  const delays = (await startDelays(databaseFile(sky), handler[1], ids)).slice(20);
  const samples = [quantile(delays, 0.5), quantile(delays, 0.95), quantile(delays, 0.99)];
  report({ name: "hooks commit to start of handler, p50", unit: "ms", value: samples[0] ?? 0, limit: 50, samples });
  report({ name: "hooks commit to start of handler, p99", unit: "ms", value: samples[2] ?? 0, limit: 250 });

  note(`${events} events that wait`);
  await steer("pause");
  await server.stop();
  await saveAll(ids[0] ?? "");
  server = await startServer({ dataDir: sky.dataDir });
  const cookie = await signIn(server.url, sky.account);
  const [first = ""] = ids;
  const file = "app/(tom)/targets/[id]/_server/actions.ts";
  const path = `/targets/${first}`;
  const comment = actionCaller({ url: server.url, cookie, path, file, name: "addCommentAction" });
  const write = (index: number) => comment({ id: first, body: `Seen again, ${index}` });
  while ((await waiting()) < events) await sleep(200);
  await timeEach(50, 1, write);
  note("nobody writes");
  const alone = new Date().toISOString();
  await steer("resume");
  await sleep(aloneS * 1_000);
  const drained = await drainRate(databaseFile(sky), handler[1], alone);
  report({ name: "hooks, events drained", unit: "events/s", value: drained, limit: 500, least: true });
  // Calm and busy periods in turn, so that both see the same minutes of the machine, and in each the start of one command.
  const whileSteering = async (verb: "pause" | "resume") =>
    (await Promise.all([atPace(write), sleep(500).then(() => steer(verb))]))[0];
  const calm: number[][] = [];
  const busy: number[][] = [];
  const rates: number[] = [];
  for (let period = 0; period < periods; period += 1) {
    calm.push(await whileSteering("pause"));
    const before = await waiting();
    if (before === 0) break;
    note(`period ${period + 1} of ${periods}: ${before} wait`);
    const since = new Date().toISOString();
    busy.push(await whileSteering("resume"));
    rates.push(await drainRate(databaseFile(sky), handler[1], since));
  }
  report({
    name: "hooks, events drained while somebody writes",
    unit: "events/s",
    value: median(rates),
    samples: rates,
  });
  const [calmP99, busyP99] = [quantile(calm.flat(), 0.99), quantile(busy.flat(), 0.99)];
  report({
    name: "hooks, p99 of a write while events drain",
    unit: "ms",
    value: busyP99,
    limit: Math.max(calmP99 * 1.2, calmP99 + 5),
    ratio: busyP99 / calmP99,
    samples: busy.map((times) => quantile(times, 0.99)),
  });
  report({ name: "hooks, p99 of a write in calm", unit: "ms", value: calmP99 });
} finally {
  await server.stop();
}
