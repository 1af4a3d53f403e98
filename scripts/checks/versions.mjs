/** Versions: exact, locked, and not below the security releases that this project must have. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../steps/checkout.mjs";

// Lowest release without a known hole that matters here (docs/operations.md says how they are followed).
const floors = { next: "16.4.3", "drizzle-orm": "0.45.2", zod: "4.6.6", nodemailer: "7.0.7", "next-auth": "4.24.15" };
// Newer ones look at no code at all and report success: see tests/architecture.
const ceilings = { typescript: "6.0.3" };

const parts = (version) => version.split(/[.-]/).slice(0, 3).map(Number);

/** Negative when `a` is older than `b`. */
export function compareVersions(a, b) {
  const [left, right] = [parts(a), parts(b)];
  return left.map((part, index) => part - right[index]).find((difference) => difference !== 0) ?? 0;
}

/**
 * @param {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string> }} manifest
 * @param {{ packages: Record<string, { version?: string }> }} lock
 * @returns {string[]}
 */
export function versionFindings(manifest, lock) {
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
  return Object.entries(wanted).flatMap(([name, version]) => {
    const locked = lock.packages[`node_modules/${name}`]?.version;
    const findings = [];
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) findings.push(`${name}: ${version} is not an exact version`);
    if (locked !== version) findings.push(`${name}: the lock file has ${locked ?? "nothing"}, package.json ${version}`);
    if (floors[name] && compareVersions(locked ?? "0.0.0", floors[name]) < 0) {
      findings.push(`${name}: ${locked} is below ${floors[name]}`);
    }
    if (ceilings[name] && compareVersions(locked ?? "0.0.0", ceilings[name]) > 0) {
      findings.push(`${name}: ${locked} is above ${ceilings[name]}`);
    }
    return findings;
  });
}

/** Path in the lock file under which a package finds another one; null when it would not. */
function lookUp(lock, from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const path = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (path in lock.packages) return path;
    if (base === "") return null;
  }
}

/**
 * Packages for other platforms that the lock file does not name: `npm ci` refuses such a file everywhere. npm leaves them
 * out when its registry does not have them.
 */
export const missingPlatforms = (lock) =>
  Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.entries(optionalDependencies ?? {})
      .filter(([name]) => lookUp(lock, path, name) === null)
      .map(([name, version]) => `${name}: ${version} is missing in the lock file, npm ci would refuse it`),
  );

const read = (name) => JSON.parse(readFileSync(join(root, name), "utf8"));

export function checkVersions() {
  const manifest = read("package.json");
  const count = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).length;
  const lock = read("package-lock.json");
  return { note: `${count} packages`, findings: [...versionFindings(manifest, lock), ...missingPlatforms(lock)] };
}
