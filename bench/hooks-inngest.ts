/**
 * How soon the shipped handler of `target_post_save` starts after a commit with Inngest as the engine, beside an empty
 * function of the same Inngest server in the same run. Without a server of Inngest's own (TOM_TEST_INNGEST_BIN) the
 * driver of the tests stands for it, and the names say so.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { InngestDriver } from "@/tests/support/inngest-driver/driver";
import { keys } from "@/tests/support/inngest-driver/keys";
import { inngestIsOurs, startInngest } from "@/tests/support/inngest-server";
import { createTarget } from "./harness/api";
import { startBareFunction } from "./harness/bare-function";
import { startDelays } from "./harness/hook-delays";
import { note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { copySky, databaseFile } from "./harness/sky";

/** One at a time, each after the start of the one before: what waits for its turn is no part of it. */
const perPeriod = 50;
const periods = 4;
const paceMs = 100;

type Engine = { url: string; stop(): Promise<void> };

async function startDriver(): Promise<Engine> {
  const driver = new InngestDriver({ ...keys });
  await driver.start();
  return { url: driver.url, stop: () => driver.kill() };
}

/** The driver knows one app, so that it is started twice; a server knows many. */
async function engines(): Promise<{ by: string; ours: Engine; bare: Engine }> {
  if (!(await inngestIsOurs())) return { by: "driver", ours: await startDriver(), bare: await startDriver() };
  const server = await startInngest(keys);
  const engine = { url: server.url, stop: () => server.close() };
  return { by: "Inngest", ours: engine, bare: { url: server.url, stop: async () => undefined } };
}

const { by, ours, bare } = await engines();
note(`by ${by}`);
const sky = await copySky(10_000);
const { token } = sky.account;
const server = await startServer({
  dataDir: sky.dataDir,
  env: { INNGEST_BASE_URL: ours.url, INNGEST_EVENT_KEY: keys.eventKey, INNGEST_SIGNING_KEY: keys.signingKey },
});
const empty = await startBareFunction(bare.url, keys);
try {
  const make = (index: number) =>
    createTarget(server.url, token, {
      name: `inngest ${index}`,
      raDeg: (index * 137.5) % 360,
      decDeg: -80 + (index % 160),
    });
  const startOf = async (id: string): Promise<number> => {
    const since = performance.now();
    for (;;) {
      const [ms] = await startDelays(databaseFile(sky), "crossMatch", [id]);
      if (ms !== undefined) return ms;
      if (performance.now() - since > 60_000) throw new Error("the handler did not start");
      await sleep(50);
    }
  };
  // Registered, and each door warm.
  await startOf(await make(periods * perPeriod));
  for (let n = -10; n < 0; n += 1) await empty.delay(n);
  const [bareMs, ids]: [number[], string[]] = [[], []];
  for (let period = 0; period < periods; period += 1) {
    note(`period ${period + 1} of ${periods}`);
    for (let at = 0; at < perPeriod; at += 1) {
      bareMs.push(await empty.delay(period * perPeriod + at));
      await sleep(paceMs);
    }
    for (let at = 0; at < perPeriod; at += 1) {
      const id = await make(period * perPeriod + at);
      ids.push(id);
      await startOf(id);
      await sleep(paceMs);
    }
  }
  const delays = await startDelays(databaseFile(sky), "crossMatch", ids);
  if (delays.length !== ids.length) throw new Error(`${delays.length} of ${ids.length} handlers started`);
  for (const [name, q] of [
    ["p50", 0.5],
    ["p99", 0.99],
  ] as const) {
    const [value, beside] = [quantile(delays, q), quantile(bareMs, q)];
    report({ name: `hooks by ${by}, commit to start of handler, ${name}`, unit: "ms", value, ratio: value / beside });
    report({ name: `hooks by ${by}, an empty function, ${name}`, unit: "ms", value: beside });
  }
} finally {
  await empty.close();
  await server.stop();
  await ours.stop();
  await bare.stop();
}
