/**
 * A change of 10,000 targets at once, in the built server with the shipped handlers at work: how long it takes, and what
 * people who open the list and write meanwhile wait, against calm minutes of the same run.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createClient } from "@libsql/client";
import { actionCaller } from "./harness/action";
import { createTarget, getJson, postJson } from "./harness/api";
import { note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky, databaseFile } from "./harness/sky";
import { timeEach } from "./harness/timed";

const count = 10_000;
const rounds = 2;
const callsPerS = 15;
const calmCalls = 90;

const sky = await copySky(count);
const { token } = sky.account;

async function ask<Row>(statement: string): Promise<Row[]> {
  const client = createClient({ url: `file:${databaseFile(sky)}` });
  try {
    return (await client.execute(statement)).rows as unknown as Row[];
  } finally {
    client.close();
  }
}

/** Nobody has the database open yet: the account is to change every target of the sky. */
await ask("UPDATE users SET role = 'admin' WHERE username = 'bench'");
const server = await startServer({ dataDir: sky.dataDir });

type Times = { page: number[]; write: number[] };
type Job = { status: string; message: string; createdAt: string; finishedAt: string };

/** One person who opens the list and writes at an even pace for as long as `goesOn`. */
async function atPace(acts: Record<keyof Times, () => Promise<unknown>>, goesOn: (calls: number) => boolean) {
  const times: Times = { page: [], write: [] };
  const began = performance.now();
  for (let calls = 0; goesOn(calls); calls += 1) {
    for (const act of ["page", "write"] as const) times[act].push(...(await timeEach(1, 1, acts[act])));
    await sleep(Math.max(0, ((calls + 1) / callsPerS) * 1000 - (performance.now() - began)));
  }
  return times;
}

/** Changes all of them. Answers seconds from the asking to the end of the job. */
async function changeAll(tag: string): Promise<number> {
  const asked = { selection: { filter: {} }, change: { kind: "addTag", tag } };
  const { jobId } = (await postJson(`${server.url}/api/v1/targets/changes`, token, asked)) as { jobId: string };
  for (;;) {
    const job = (await getJson(`${server.url}/api/v1/jobs/${jobId}`, token)) as Job;
    if (job.status === "done") return (Date.parse(job.finishedAt) - Date.parse(job.createdAt)) / 1000;
    if (job.status !== "running" && job.status !== "queued")
      throw new Error(`the change ${job.status}: ${job.message}`);
    await sleep(250);
  }
}

/** Until every event of it has been handled, so that a calm period is one. */
async function untilDrained(): Promise<void> {
  const left = `SELECT (SELECT count(*) FROM outbox WHERE relayed_at IS NULL)
    + (SELECT count(*) FROM hook_runs WHERE status IN ('queued', 'running')) AS n`;
  while (Number((await ask<{ n: number }>(left))[0]?.n) > 0) await sleep(500);
}

try {
  const cookie = await signIn(server.url, sky.account);
  const id = await createTarget(server.url, token, { name: "bulk 0", raDeg: 1, decDeg: 1 });
  const file = "app/(tom)/targets/[id]/_server/actions.ts";
  const comment = actionCaller({ url: server.url, cookie, path: `/targets/${id}`, file, name: "addCommentAction" });
  let said = 0;
  const acts = {
    page: async () => (await fetch(`${server.url}/targets`, { headers: { cookie } })).text(),
    write: () => {
      said += 1;
      return comment({ id, body: `Seen again, ${said}` });
    },
  };
  await atPace(acts, (calls) => calls < 40);
  const [calm, busy]: [Times[], Times[]] = [[], []];
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    note(`round ${round + 1} of ${rounds}`);
    await untilDrained();
    calm.push(await atPace(acts, (calls) => calls < calmCalls));
    let goesOn = true;
    const changing = changeAll(`bulk-${round}`).finally(() => {
      goesOn = false;
    });
    busy.push(await atPace(acts, () => goesOn));
    seconds.push(await changing);
  }
  const [events] = await ask<{ n: number; objects: number }>(
    "SELECT count(*) AS n, count(DISTINCT object_id) AS objects FROM outbox WHERE event = 'target_post_save' AND payload ->> '$.created' = 0",
  );
  report({
    name: "hooks-bulk, events of a target that was changed",
    unit: "a change",
    value: Number(events?.n) / Number(events?.objects) / rounds,
    limit: 1,
  });
  report({ name: "hooks-bulk, change of 10,000 targets", unit: "s", value: quantile(seconds, 0.5), samples: seconds });
  for (const act of ["page", "write"] as const) {
    const p99 = (times: readonly Times[]) =>
      quantile(
        times.flatMap((one) => one[act]),
        0.99,
      );
    const [inCalm, meanwhile] = [p99(calm), p99(busy)];
    report({
      name: `hooks-bulk, p99 of a ${act} meanwhile`,
      unit: "ms",
      value: meanwhile,
      limit: Math.max(inCalm * 1.2, inCalm + 5),
      ratio: meanwhile / inCalm,
      samples: busy.map((times) => quantile(times[act], 0.99)),
    });
    report({ name: `hooks-bulk, p99 of a ${act} in calm`, unit: "ms", value: inCalm });
  }
} finally {
  await server.stop();
}
