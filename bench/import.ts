/**
 * Import of a file of targets by its job, from the text to the commit in which they come into sight: 1,000 and 100,000 rows
 * with an alias, a tag and an extra among ten thousand targets, beside bare prepared inserts of the same rows into the same
 * tables. And how long others wait for the gate meanwhile, and the loop stands still.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import { targets } from "@/db/schema/targets";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { startImport } from "@/lib/imports/commands/import-targets";
import { importTargetsJob } from "@/lib/imports/jobs/import-targets";
import { getJob } from "@/lib/jobs/queries";
import { addUser, testConfig } from "@/lib/targets/testing";
import { bareTargets } from "./harness/bare-targets";
import { quantile, report } from "./harness/report";
import { copySky, databaseFile } from "./harness/sky";

const sizes = [
  { rows: 1000, limitS: 0.5 },
  { rows: 100_000, limitS: 20 },
];

const sky = await copySky(10_000);
const database = openDatabase({ url: `file:${databaseFile(sky)}` });
const ada = { ...(await addUser(database, "importer")), clock: systemClock };
const engine = createEmbeddedEngine({
  database,
  config: testConfig,
  clock: systemClock,
  logger: silentLogger,
  jobs: [importTargetsJob],
  // No hook is configured: nothing asks for any of them.
  services: {} as never,
  tasks: [],
});
await engine.start();

type Row = { name: string; alias: string; raDeg: number; decDeg: number };

const rowsOf = (count: number, label: string): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `${label} ${index}`,
    alias: `${label} alias ${index}`,
    raDeg: (index * 137.507_764 + 0.3) % 360,
    decDeg: (Math.asin((((index * 0.618_034) % 1) * 2 - 1) * 0.999) * 180) / Math.PI,
  }));

const fileOf = (rows: readonly Row[]): Uint8Array =>
  new TextEncoder().encode(
    `name,type,permissions,ra,dec,tags,host,name2\n${rows
      .map((row) => `${row.name},SIDEREAL,PUBLIC,${row.raDeg},${row.decDeg},imported,M 100,${row.alias}\n`)
      .join("")}`,
  );

async function run(rows: readonly Row[]): Promise<{ seconds: number; waitsMs: number[] }> {
  const began = performance.now();
  const { jobId } = await startImport({ ctx: ada, input: { file: { name: "bench.csv", bytes: fileOf(rows) } } });
  const waitsMs: number[] = [];
  for (;;) {
    const asked = performance.now();
    await database.write(async () => undefined);
    waitsMs.push(performance.now() - asked);
    const job = await getJob(database.read, ada.scope, jobId);
    if (job.status === "failed") throw new Error(job.message);
    if (job.status === "done") return { seconds: (performance.now() - began) / 1000, waitsMs };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const native = bareTargets(databaseFile(sky));
try {
  await run(rowsOf(500, "Warm"));
  for (const { rows, limitS } of sizes) {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const { seconds, waitsMs } = await run(rowsOf(rows, `N${rows}`));
    delay.disable();
    const found = await database.read.$count(targets, sql`name LIKE ${`N${rows} %`}`);
    if (found !== rows) throw new Error(`${found} targets are there, not ${rows}`);
    const bare = native.write(rowsOf(rows, `B${rows}`));
    report({ name: `import of ${rows} targets`, unit: "s", value: seconds, limit: limitS, ratio: seconds / bare });
    report({ name: `import of ${rows}, bare prepared inserts`, unit: "s", value: bare });
    report({ name: `import of ${rows}, others' wait for the gate, p99`, unit: "ms", value: quantile(waitsMs, 0.99) });
    report({ name: `import of ${rows}, longest wait for the gate`, unit: "ms", value: Math.max(...waitsMs) });
    report({ name: `import of ${rows}, loop delay p99`, unit: "ms", value: delay.percentile(99) / 1e6 });
    report({ name: `import of ${rows}, longest loop delay`, unit: "ms", value: delay.max / 1e6 });
  }
} finally {
  await engine.stop(1000);
  native.close();
  await database.close();
}
