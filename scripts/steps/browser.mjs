/** Chromium for the browser tests: from the environment, the path, the system's packages, or Playwright's own. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./processes.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function onPath() {
  for (const name of names) {
    const found = spawnSync("which", [name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  return null;
}

const mayInstallPackages = () =>
  process.platform === "linux" && existsSync("/etc/debian_version") && process.getuid?.() === 0;

async function fromSystem() {
  await run("apt-get", ["update"], { env: { DEBIAN_FRONTEND: "noninteractive" } });
  const args = ["install", "-y", "--no-install-recommends", "chromium"];
  await run("apt-get", args, { env: { DEBIAN_FRONTEND: "noninteractive" } });
  return onPath();
}

/** Playwright's own is found by Playwright: an empty path says so. */
async function fromPlaywright() {
  await run(join(root, "node_modules/.bin/playwright"), ["install", "chromium"]);
  return "";
}

/**
 * @param {(line: string) => void} tell
 * @returns {Promise<{ executable: string } | { missing: string }>} an empty `executable` is Playwright's own
 */
export async function findBrowser(tell) {
  const given = process.env.TOM_CHROMIUM;
  if (given) return existsSync(given) ? { executable: given } : { missing: `TOM_CHROMIUM: no file ${given}` };
  const present = onPath();
  if (present) return { executable: present };
  const ways = [
    ...(mayInstallPackages() ? [["apt-get install chromium", fromSystem]] : []),
    ["npx playwright install chromium", fromPlaywright],
  ];
  for (const [what, way] of ways) {
    tell(`No browser found: ${what}`);
    try {
      const executable = await way();
      if (executable !== null) return { executable };
    } catch (error) {
      tell(`  failed: ${error.message}`);
    }
  }
  return { missing: "no browser: install Chromium, or set TOM_CHROMIUM to its path" };
}
