/**
 * How long people wait for a write of their own (a comment on a target, by server action) while 2,000 rows of photometry a
 * second arrive through the API.
 */

import { actionCaller } from "./harness/action";
import { createTarget, postPhotometry } from "./harness/api";
import { wideCurve } from "./harness/curves";
import { median, note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";
import { timeEach } from "./harness/timed";

const rowsPerS = 2000;
const deliveryRows = 200;
const periods = 4;
const writesAPeriod = 160;
const writesPerS = 20;

const sky = await copySky(10_000);
const server = await startServer({ dataDir: sky.dataDir });
const { token } = sky.account;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Deliveries at an even pace until told to stop; a late one does not make the next one wait. */
async function deliver(
  targetIds: readonly string[],
  period: number,
  stop: AbortSignal,
): Promise<{ rows: number; seconds: number }> {
  const began = performance.now();
  const running = new Set<Promise<void>>();
  let sent = 0;
  for (let index = 0; !stop.aborted; index += 1) {
    const curve = wideCurve(deliveryRows, period * 10_000 + index);
    const id = targetIds[index % targetIds.length] ?? "";
    const delivery = postPhotometry(server.url, token, id, curve).then(() => void running.delete(delivery));
    running.add(delivery);
    sent += deliveryRows;
    await sleep(Math.max(0, (sent / rowsPerS) * 1000 - (performance.now() - began)));
  }
  await Promise.all(running);
  return { rows: sent, seconds: (performance.now() - began) / 1000 };
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

try {
  const cookie = await signIn(server.url, sky.account);
  const ids: string[] = [];
  for (let index = 0; index < 20; index += 1) {
    ids.push(await createTarget(server.url, token, { name: `web-write ${index}`, raDeg: index * 10, decDeg: 5 }));
  }
  const [first = ""] = ids;
  const comment = actionCaller({
    url: server.url,
    cookie,
    path: `/targets/${first}`,
    file: "app/(tom)/targets/[id]/_server/actions.ts",
    name: "addCommentAction",
  });
  const write = (index: number) => comment({ id: first, body: `Seen again, ${index}` });
  await timeEach(50, 1, write);
  // Calm and busy periods in turn, so that both see the same minutes of the machine.
  const calm: number[][] = [];
  const busy: number[][] = [];
  const rates: number[] = [];
  for (let period = 0; period < periods; period += 1) {
    calm.push(await atPace(write));
    note(`period ${period + 1} of ${periods}: photometry arrives`);
    const stop = new AbortController();
    const arriving = deliver(ids, period, stop.signal);
    busy.push(await atPace(write));
    stop.abort();
    const { rows, seconds } = await arriving;
    rates.push(rows / seconds);
  }
  const p99 = quantile(busy.flat(), 0.99);
  const calmP99 = quantile(calm.flat(), 0.99);
  report({
    name: "web-write p99 while photometry arrives",
    unit: "ms",
    value: p99,
    limit: 25,
    ratio: p99 / calmP99,
    samples: busy.map((times) => quantile(times, 0.99)),
  });
  report({ name: "web-write p50 while photometry arrives", unit: "ms", value: quantile(busy.flat(), 0.5) });
  report({
    name: "web-write p99 without photometry",
    unit: "ms",
    value: calmP99,
    samples: calm.map((times) => quantile(times, 0.99)),
  });
  report({ name: "web-write p50 without photometry", unit: "ms", value: quantile(calm.flat(), 0.5) });
  report({
    name: "web-write, photometry that arrived meanwhile",
    unit: "rows/s",
    value: median(rates),
    limit: rowsPerS * 0.95,
    least: true,
    samples: rates,
  });
} finally {
  await server.stop();
}
