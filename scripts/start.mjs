/** `npm start`: everything from a fresh clone to a running server. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureBuilt, mainOf } from "./steps/build.mjs";
import { root } from "./steps/checkout.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { markRunning } from "./steps/instances.mjs";
import { withLock } from "./steps/lock.mjs";
import { endOnSignal } from "./steps/processes.mjs";
import { endWith, say, sayStep } from "./steps/report.mjs";

const waiting = (pid) => say(`Waiting for process ${pid}, which installs or builds here`);

async function prepare() {
  const installing = performance.now();
  const installed = await ensureInstalled(() => say("Installing dependencies, which takes a minute or more"));
  sayStep(installed ? "Dependencies installed" : "Dependencies present", installing);
  const building = performance.now();
  const { buildDir, built } = await ensureBuilt(() => say("Building, which takes a minute or more"));
  // Marked under the lock: a build that starts now finds this one in use.
  markRunning(buildDir);
  sayStep(built ? "Built" : "Build up to date", building);
  return buildDir;
}

process.chdir(root);
const stopListening = endOnSignal();
try {
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  const buildDir = await withLock("checkout", prepare, waiting);
  process.env.NODE_ENV = "production";
  process.env.NEXT_TELEMETRY_DISABLED = "1";
  process.env.TOM_BUILD_DIR = buildDir;
  // In this process: the signal arrives, and nothing is left behind when it dies. From here the server's own
  // handlers decide.
  stopListening();
  await import(pathToFileURL(mainOf(buildDir)).href);
} catch (error) {
  endWith(error);
}
