/** From the command to "Ready on", with everything built; and the memory of the processes once they rest. */
import { mkdirSync } from "node:fs";
import { residentBytes } from "./harness/memory";
import { ownFolder } from "./harness/places";
import { median, note, report } from "./harness/report";
import { startServer } from "./harness/server";

const starts = 5;
const restMs = 10_000;

const dataDir = ownFolder();
mkdirSync(dataDir);
const env = { TOM_DEMO: "1" };
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

note("first start, which makes the demo");
const first = await startServer({ dataDir, env });
await first.stop();
const readyS: number[] = [];
const restingMb: number[] = [];
for (let index = 0; index < starts; index += 1) {
  const server = await startServer({ dataDir, env });
  readyS.push(server.readyMs / 1000);
  if (index < 2) {
    await sleep(restMs);
    restingMb.push(residentBytes(server.pid) / 1e6);
  }
  await server.stop();
}
report({ name: "start, built, to ready", unit: "s", value: median(readyS), limit: 3, samples: readyS });
report({ name: "start, first one on an empty folder with the demo", unit: "s", value: first.readyMs / 1000 });
report({
  name: "start, memory of all processes at rest",
  unit: "MB",
  value: Math.max(...restingMb),
  limit: 350,
  samples: restingMb,
});
