/** `npm run tom`: administration. Runs the bundle of these sources, which takes a moment to make when they changed. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "./steps/build.mjs";
import { cacheDir, root, sourcesHash } from "./steps/checkout.mjs";
import { ensureInstalled } from "./steps/install.mjs";
import { withLock } from "./steps/lock.mjs";
import { endWith } from "./steps/report.mjs";

const home = join(cacheDir, "cli");

/** @returns {Promise<string>} path of the program */
async function ready() {
  await ensureInstalled();
  const hash = sourcesHash().slice(0, 12);
  const main = join(home, hash, "cli/main.js");
  if (existsSync(main)) return main;
  await bundle(join(home, hash), ["cli/main.ts"]);
  for (const name of readdirSync(home)) if (name !== hash) rmSync(join(home, name), { recursive: true, force: true });
  return main;
}

process.chdir(root);
try {
  if (existsSync(join(root, ".env"))) process.loadEnvFile(join(root, ".env"));
  // Standard output belongs to the command, which may be asked for JSON.
  const main = await withLock("checkout", ready, (pid) => process.stderr.write(`Waiting for process ${pid}\n`));
  process.env.NODE_ENV ??= "production";
  await import(pathToFileURL(main).href);
} catch (error) {
  endWith(error);
}
