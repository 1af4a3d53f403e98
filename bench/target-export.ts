/** CSV of 100,000 targets: how long it takes, what memory it needs, and what others notice of it. */
import { type Load, load, type Round } from "./harness/load";
import { residentBytes, watchMemory } from "./harness/memory";
import { median, note, quantile, report } from "./harness/report";
import { startServer } from "./harness/server";
import { signIn } from "./harness/sign-in";
import { copySky } from "./harness/sky";

/** Of which a plain member of all groups sees every one. */
const targetCount = 100_000;
const exports = 12;
/** People turning pages while the export runs: a busy group, not a flood that leaves the export no turn. */
const pagesPerS = 20;

const sky = await copySky(targetCount);
const server = await startServer({ dataDir: sky.dataDir });
const headers = { authorization: `Bearer ${sky.account.token}` };

/** Seconds to the last byte; the lines are counted as they arrive and thrown away. */
async function exportAll(): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${server.url}/api/v1/targets?format=csv`, { headers });
  let lines = -1;
  for await (const chunk of response.body ?? []) {
    for (const byte of chunk) if (byte === 10) lines += 1;
  }
  if (!response.ok || lines !== targetCount) throw new Error(`${response.status} with ${lines} lines`);
  return (performance.now() - began) / 1000;
}

try {
  const cookie = await signIn(server.url, sky.account);
  const pages: Load = {
    url: server.url,
    headers: { cookie, accept: "text/html" },
    connections: 2,
    paths: ["/targets"],
    durationS: 3,
  };
  await load(pages);
  await exportAll();
  note("exports alone");
  const before = residentBytes(server.pid);
  const seconds: number[] = [];
  const peaksMb: number[] = [];
  for (let index = 0; index < exports; index += 1) {
    const memory = watchMemory(server.pid);
    seconds.push(await exportAll());
    peaksMb.push((memory.stop() - before) / 1e6);
  }
  report({
    name: "target-export 100,000 targets as CSV",
    unit: "s",
    value: median(seconds),
    limit: 3,
    samples: seconds,
  });
  // The collector lets memory rise by some MB an export and takes it all back now and then; nothing else may grow.
  report({
    name: "target-export, most memory above that before",
    unit: "MB",
    value: Math.max(...peaksMb),
    limit: 128,
    samples: peaksMb,
  });
  note("pages meanwhile");
  const rounds: Round[] = [];
  for (let index = 0; index < 3; index += 1) {
    let ended = false;
    const looking = load({ ...pages, ratePerS: pagesPerS, durationS: 4 }).finally(() => {
      ended = true;
    });
    // One export after another for as long as the pages are asked for.
    while (!ended) await exportAll();
    rounds.push(await looking);
  }
  if (rounds.some((round) => round.failed > 0)) throw new Error("pages failed while the export ran");
  const late = rounds.map((round) => round.p95Ms);
  report({
    name: "target-export, p95 of pages meanwhile",
    unit: "ms",
    value: quantile(late, 0.5),
    limit: 150,
    samples: late,
  });
} finally {
  await server.stop();
}
