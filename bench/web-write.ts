/**
 * How long people wait for a write of their own (a comment on a target, by server action) while 2,000 rows of photometry a
 * second arrive through the API.
 */

import { actionCaller } from "./harness/action";
import { createTarget, postPhotometry } from "./harness/api";
import { wideCurve } from "./harness/curves";
import { note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";
import { timeEach } from "./harness/timed";

const rowsPerS = 2000;
const deliveryRows = 200;
const writes = 600;
const writesPerS = 20;

const sky = await copySky(10_000);
const server = await startServer({ dataDir: sky.dataDir });
const { token } = sky.account;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Deliveries at an even pace until told to stop; a late one does not make the next one wait. */
async function deliver(targetIds: readonly string[], stop: AbortSignal): Promise<{ rows: number; seconds: number }> {
  const began = performance.now();
  const running = new Set<Promise<void>>();
  let sent = 0;
  for (let index = 0; !stop.aborted; index += 1) {
    const curve = wideCurve(deliveryRows, index);
    const id = targetIds[index % targetIds.length] ?? "";
    const delivery = postPhotometry(server.url, token, id, curve).then(() => void running.delete(delivery));
    running.add(delivery);
    sent += deliveryRows;
    await sleep(Math.max(0, (sent / rowsPerS) * 1000 - (performance.now() - began)));
  }
  await Promise.all(running);
  return { rows: sent, seconds: (performance.now() - began) / 1000 };
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
  note("writes without photometry");
  const calm = await timeEach(200, 1, write);
  note("writes while photometry arrives");
  const stop = new AbortController();
  const arriving = deliver(ids, stop.signal);
  const times: number[] = [];
  const began = performance.now();
  for (let index = 0; index < writes; index += 1) {
    times.push(...(await timeEach(1, 1, () => write(index))));
    await sleep(Math.max(0, ((index + 1) / writesPerS) * 1000 - (performance.now() - began)));
  }
  stop.abort();
  const arrived = await arriving;
  const rate = arrived.rows / arrived.seconds;
  const thirds = [0, 1, 2].map((part) => quantile(times.slice((part * writes) / 3, ((part + 1) * writes) / 3), 0.99));
  const p99 = quantile(times, 0.99);
  const calmP99 = quantile(calm, 0.99);
  report({
    name: "web-write p99 while photometry arrives",
    unit: "ms",
    value: p99,
    limit: 25,
    ratio: p99 / calmP99,
    samples: thirds,
  });
  report({ name: "web-write p50 while photometry arrives", unit: "ms", value: quantile(times, 0.5) });
  report({ name: "web-write p99 without photometry", unit: "ms", value: calmP99 });
  report({
    name: "web-write, photometry that arrived meanwhile",
    unit: "rows/s",
    value: rate,
    limit: rowsPerS * 0.95,
    least: true,
  });
} finally {
  await server.stop();
}
