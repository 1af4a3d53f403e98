/** The built server as a process of its own, as people start it, on a free port. */
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { root } from "./places";

export type Server = {
  url: string;
  pid: number;
  /** Process start to "Ready on". */
  readyMs: number;
  stop(): Promise<void>;
};

type Options = {
  dataDir: string;
  /** The tree to start from; this one unless said. */
  tree?: string;
  env?: Record<string, string>;
  /** A start that may have to build takes longer. */
  limitMs?: number;
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

function whenReady(child: ChildProcess, limitMs: number): Promise<string> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`the server ${why}\n${said.join("\n")}`));
    const limit = setTimeout(() => fail(`was not ready after ${limitMs} ms`), limitMs);
    child.once("exit", (code, signal) => fail(`ended with ${signal ?? `code ${code}`}`));
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        said.push(line);
        if (said.length > 200) said.shift();
        const url = /^Ready on (http\S+)$/.exec(line)?.[1];
        if (url === undefined) return;
        clearTimeout(limit);
        resolve(url);
      });
    }
  });
}

function stopper(child: ChildProcess): () => Promise<void> {
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const kill = (): void => void child.kill("SIGKILL");
  process.on("exit", kill);
  return async () => {
    child.kill("SIGTERM");
    await ended;
    process.off("exit", kill);
  };
}

export async function startServer({ dataDir, tree = root, env = {}, limitMs = 60_000 }: Options): Promise<Server> {
  const port = await freePort();
  const settings = {
    PORT: String(port),
    HOST: "127.0.0.1",
    TOM_DATA_DIR: dataDir,
    TOM_DEMO: "0",
    TOM_RATE_LIMIT: "0",
    LOG_LEVEL: "warn",
    NODE_ENV: "production" as const,
  };
  const began = performance.now();
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: tree,
    env: { ...process.env, ...settings, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = stopper(child);
  const url = await whenReady(child, limitMs);
  return { url, pid: child.pid ?? 0, readyMs: performance.now() - began, stop };
}
