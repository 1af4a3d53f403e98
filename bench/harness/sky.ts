/**
 * Databases with many targets, made by the command line once and kept; each benchmark works on a copy. 10 % of the
 * targets are private, and the account `bench` is a plain member of every group.
 */
import { spawn } from "node:child_process";
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { filesBelow } from "../../scripts/steps/checkout.mjs";
import { benchCache, hashOf, ownFolder, root } from "./places";
import { note } from "./report";

const accountShape = z.object({ username: z.string(), password: z.string(), token: z.string() });
export type Account = z.infer<typeof accountShape>;

/** A data folder of its own, and who may use it. */
export type Sky = { dataDir: string; account: Account };

const groupCount = 50;
const markName = "bench.json";

/** Runs the command line on a data folder and reads the JSON that it prints. */
export function tom(dataDir: string, args: readonly string[]): Promise<unknown> {
  const child = spawn(process.execPath, [join(root, "scripts/tom.mjs"), ...args, "--json"], {
    cwd: root,
    env: { ...process.env, TOM_DATA_DIR: dataDir, TOM_DEMO: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString("utf8");
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output));
      else reject(new Error(`tom ${args.join(" ")} ended with code ${code}`));
    });
  });
}

async function makeSky(home: string, targets: number): Promise<void> {
  const draft = `${home}.part-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  note(`seeding ${targets} targets, once`);
  await tom(draft, ["seed", "--targets", String(targets), "--groups", String(groupCount)]);
  const groups = z
    .object({ items: z.array(z.object({ name: z.string() })) })
    .parse(await tom(draft, ["group", "list"]));
  const members = groups.items.flatMap(({ name }) => ["--group", name]);
  const username = "bench";
  const made = await tom(draft, ["user", "create", username, "--role", "member", "--generate", ...members]);
  const { password } = z.object({ password: z.string() }).parse(made);
  const { token } = z
    .object({ token: z.string() })
    .parse(await tom(draft, ["token", "create", username, "--scope", "write", "--days", "365"]));
  writeFileSync(join(draft, markName), JSON.stringify({ username, password, token } satisfies Account));
  renameSync(draft, home);
}

/** Made anew when the schema, or how it is filled, has changed. */
async function keptSky(targets: number): Promise<string> {
  const sources = ["lib/web/operations/seed-targets.ts", "lib/web/operations/random.ts"];
  const hash = hashOf([...filesBelow("db/migrations"), ...sources]);
  const home = join(benchCache, `sky-${targets}-${hash}`);
  mkdirSync(benchCache, { recursive: true });
  for (const name of readdirSync(benchCache)) {
    const old = name.startsWith(`sky-${targets}-`) && !name.includes(hash);
    if (old) rmSync(join(benchCache, name), { recursive: true, force: true });
  }
  if (!existsSync(join(home, markName))) await makeSky(home, targets);
  return home;
}

/** A fresh copy of a database with so many targets, for this process alone. */
export async function copySky(targets: number): Promise<Sky> {
  const home = await keptSky(targets);
  const dataDir = ownFolder();
  mkdirSync(dataDir);
  const entries = readdirSync(home).filter((name) => !name.startsWith("owner.lock") && name !== "server.json");
  for (const name of entries) {
    cpSync(join(home, name), join(dataDir, name), { recursive: true, mode: constants.COPYFILE_FICLONE });
  }
  const account = accountShape.parse(JSON.parse(readFileSync(join(home, markName), "utf8")));
  return { dataDir, account };
}

export const databaseFile = ({ dataDir }: Sky): string => join(dataDir, "tom.db");
