import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { latestBuild, mainOf } from "@/scripts/steps/build.mjs";
import { root } from "@/scripts/steps/checkout.mjs";
import { markRunning } from "@/scripts/steps/instances.mjs";
import { type Child, startChild } from "./child";
import { freePort } from "./free-port";

export type RunningApp = {
  origin: string;
  port: number;
  dataDir: string;
  pid: number;
  /** The demo sign-in that the first start of an empty data folder prints; null on a later one. */
  firstRun: { username: string; password: string } | null;
  output(): string;
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | NodeJS.Signals>;
  /** The end that no program can answer. */
  kill9(): Promise<void>;
};

export type AppOptions = {
  env?: Record<string, string | undefined>;
  dataDir?: string;
  port?: number;
  /** How long a start may take. */
  limitMs?: number;
};

// Only what a program needs to run: nothing of the developer's own settings reaches the server under test.
const plainEnvironment = (): Record<string, string | undefined> => {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  return { PATH, HOME, TMPDIR, TZ, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", LOG_LEVEL: "warn" };
};

/** A fresh folder, for an app that starts with nothing. */
export const freshDataDir = (): string => mkdtempSync(join(tmpdir(), "tom-data-"));

let buildInUse: string | null = null;

/** The newest build, held against removal while this process lives. */
function buildToRun(): string {
  if (buildInUse === null) {
    buildInUse = latestBuild();
    if (buildInUse === null) throw new Error("nothing is built: npm run build first");
    markRunning(buildInUse);
  }
  return buildInUse;
}

/** Spawns the built supervisor without waiting for it: for starts that are expected to fail. */
export async function spawnApp(options: AppOptions = {}): Promise<{ child: Child; port: number; dataDir: string }> {
  const buildDir = buildToRun();
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? freshDataDir();
  const env = {
    ...plainEnvironment(),
    TOM_BUILD_DIR: buildDir,
    HOST: "127.0.0.1",
    PORT: String(port),
    TOM_DATA_DIR: dataDir,
    ...options.env,
  };
  return { child: startChild(process.execPath, [mainOf(buildDir)], { cwd: root, env }), port, dataDir };
}

/** Starts the built app and waits until it says that it is ready. */
export async function startApp(options: AppOptions = {}): Promise<RunningApp> {
  const { child, port, dataDir } = await spawnApp(options);
  const ready = await child.line(/^Ready on (http:\/\/\S+)$/m, options.limitMs ?? 60_000).catch((error: unknown) => {
    child.signal("SIGKILL");
    throw error;
  });
  // Printed right after the line waited for, by the same write or the next.
  const signIn = /^Demo sign-in: (\S+) \/ (.+)$/m.exec(child.output());
  return {
    origin: ready[1] ?? `http://127.0.0.1:${port}`,
    port,
    dataDir,
    pid: child.pid,
    firstRun: signIn?.[1] && signIn[2] ? { username: signIn[1], password: signIn[2] } : null,
    output: child.output,
    stop: () => {
      child.signal("SIGTERM");
      return child.ended;
    },
    kill9: async () => {
      child.signal("SIGKILL");
      await child.ended;
    },
  };
}
