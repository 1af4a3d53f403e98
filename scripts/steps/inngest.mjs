/**
 * A real Inngest server for tests: the address of a dev server, a binary, a container, or the binary that the pinned
 * package downloads. Each is tried within a limit of time; what cannot be had is said, and the next is tried.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { cacheDir } from "./checkout.mjs";
import { withLock } from "./lock.mjs";
import { attempt } from "./processes.mjs";

const version = "1.43.0";
// Never a dependency: it downloads its binary when it is installed, which many machines do not allow.
const package_ = `inngest-cli@${version}`;
const image = `inngest/inngest:v${version}`;

const answersMs = 5_000;
const versionMs = 30_000;
const pullMs = 180_000;
const installMs = 180_000;
/** After so long it is tried again whether the package can be downloaded. */
const forgetMs = 3_600_000;

/** @typedef {{ url: string } | { binary: string } | { container: string, image: string }} Server */

class Missing extends Error {}

async function fromAddress({ env }) {
  const url = env.TOM_TEST_INNGEST;
  if (!url) throw new Missing("TOM_TEST_INNGEST names no address of a dev server");
  try {
    const reply = await fetch(new URL("/health", url), { signal: AbortSignal.timeout(answersMs) });
    if (reply.ok) return { url: url.replace(/\/$/, "") };
  } catch {
    // Said below.
  }
  throw new Missing(`no dev server answers at TOM_TEST_INNGEST (${url})`);
}

async function whereItRuns(binary, env) {
  const { code, why } = await attempt(binary, ["version"], { limitMs: versionMs, env });
  if (code !== 0) throw new Missing(`${binary} does not run (${why})`);
  return { binary };
}

/** The binary, or the folder that it is in. */
async function fromBinary({ env }) {
  const given = env.TOM_TEST_INNGEST_BIN;
  if (!given) throw new Missing("TOM_TEST_INNGEST_BIN names no binary");
  if (!existsSync(given)) throw new Missing(`TOM_TEST_INNGEST_BIN: there is no ${given}`);
  return whereItRuns(statSync(given).isDirectory() ? join(given, "inngest") : given, env);
}

async function fromPath({ env }) {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = folders.map((folder) => join(folder, "inngest")).find((file) => existsSync(file));
  if (!found) throw new Missing("no inngest on the path");
  return whereItRuns(found, env);
}

/** With the network of the machine, so that the server reaches an app on loopback: on Linux only. */
async function fromContainer({ env }) {
  if (process.platform !== "linux") throw new Missing("containers reach loopback on Linux only");
  const whys = [];
  for (const container of ["docker", "podman"]) {
    const info = await attempt(container, ["info"], { limitMs: answersMs, env });
    if (info.code !== 0) {
      whys.push(`${container} does not run (${info.why})`);
      continue;
    }
    const here = await attempt(container, ["image", "inspect", image], { limitMs: answersMs, env });
    const pulled = here.code === 0 ? here : await attempt(container, ["pull", image], { limitMs: pullMs, env });
    if (pulled.code === 0) return { container, image };
    whys.push(`${container} cannot pull ${image} (${pulled.why})`);
  }
  throw new Missing(whys.join("; "));
}

async function install({ env, cache }) {
  const home = join(cache, `inngest-cli-${version}`);
  const binary = join(home, "node_modules/inngest-cli/bin/inngest");
  const failure = `${home}.failed`;
  if (existsSync(binary)) return whereItRuns(binary, env);
  if (existsSync(failure) && Date.now() - statSync(failure).mtimeMs < forgetMs) {
    throw new Missing(readFileSync(failure, "utf8"));
  }
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), "{}");
  const flags = ["--no-audit", "--no-fund", "--no-package-lock"];
  const { code, why } = await attempt("npm", ["install", ...flags, package_], { limitMs: installMs, cwd: home, env });
  if (code === 0 && existsSync(binary)) return whereItRuns(binary, env);
  rmSync(home, { recursive: true, force: true });
  const message = `${package_} could not be installed (${why === "" ? "it has downloaded no binary" : why})`;
  writeFileSync(failure, message);
  throw new Missing(message);
}

/** As `npx` does, but once: the binary itself is started then, so that a test that kills the server kills it and no wrapper. */
const fromPackage = (where) =>
  withLock(
    "inngest",
    () => install(where),
    () => undefined,
  );

/**
 * The first that can be had.
 * @param {{ env: Record<string, string | undefined>, cache: string }} where `cache`: the folder of what is downloaded
 * @returns {Promise<Server | { missing: string }>}
 */
export async function lookForInngest(where) {
  const whys = [];
  for (const source of [fromAddress, fromBinary, fromPath, fromContainer, fromPackage]) {
    try {
      return await source(where);
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      whys.push(error.message);
    }
  }
  return { missing: `no Inngest server: ${whys.join("; ")}` };
}

let found;

/**
 * The first that can be had here; looked for once a process.
 * @returns {Promise<Server | { missing: string }>}
 *   `url`: a dev server that somebody else runs; `container`: the program that runs `image`; `missing`: why there is none
 */
export function findInngest() {
  found ??= lookForInngest({ env: process.env, cache: cacheDir });
  return found;
}
