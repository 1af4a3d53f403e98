/**
 * `npm run dev`: the same front and supervisor, with Next's development server behind it. Pages reload by themselves; a
 * change below server/ or lib/ rebuilds the bundle and restarts the process, so that what is opened once is opened anew.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { bundle, bundleArguments, threads } from "./steps/build.mjs";
import { cacheDir, root } from "./steps/checkout.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { withLock } from "./steps/lock.mjs";
import { endWith, say } from "./steps/report.mjs";
import { esbuildPath } from "./steps/tools.mjs";

const outDir = join(cacheDir, "dev");
const main = join(outDir, "server/main.js");
const programs = ["server/main.ts", ...threads];

process.chdir(root);
try {
  await withLock("checkout", ensureInstalled, (pid) =>
    say(`Waiting for process ${pid}, which installs or builds here`),
  );
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  await bundle(outDir, programs);
} catch (error) {
  endWith(error);
}

const env = { ...process.env, NODE_ENV: "development", NEXT_TELEMETRY_DISABLED: "1", TOM_BUILD_DIR: undefined };
const start = (command, args) => spawn(command, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
const children = [
  start(esbuildPath(), [...bundleArguments(outDir, programs), "--watch=forever"]),
  start(process.execPath, ["--watch", "--watch-preserve-output", main, "--dev"]),
];

let ending = false;
const end = (signal) => {
  if (ending) return;
  ending = true;
  for (const child of children) child.kill(signal);
};
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => end("SIGTERM"));
for (const child of children) child.on("exit", () => end("SIGTERM"));
