import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { newId } from "@/lib/core/ids";
import { findInngest } from "@/scripts/steps/inngest.mjs";
import { type Child, startChild } from "./child";
import { freePort } from "./free-port";

export type InngestServer = {
  url: string;
  /** Null for a server that somebody else runs: it is neither stopped nor killed here, and is a dev server. */
  control: {
    kill9(): Promise<void>;
    /** Takes away everything that it had written. */
    wipe(): void;
    restart(): Promise<void>;
  } | null;
  close(): Promise<void>;
};

type Keys = { eventKey: string; signingKey: string };

/** Why no Inngest server can be had here, or null. */
export async function inngestMissing(): Promise<string | null> {
  const found = await findInngest();
  return "missing" in found ? found.missing : null;
}

/** Whether the server is one that we can start with keys, kill and wipe. */
export async function inngestIsOurs(): Promise<boolean> {
  const found = await findInngest();
  return "binary" in found || "container" in found;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

/** Where a server runs and keeps what it writes. */
type Room = {
  /** As the server sees it. */
  dataDir: string;
  start(args: readonly string[]): Child;
  kill9(child: Child): void;
  wipe(): void;
  remove(): void;
};

const { PATH, HOME, TMPDIR } = process.env;

function folderRoom(binary: string): Room {
  const directory = mkdtempSync(join(tmpdir(), "tom-inngest-"));
  const remove = (): void => rmSync(directory, { recursive: true, force: true });
  return {
    dataDir: directory,
    start: (args) => startChild(binary, args, { cwd: directory, env: { PATH, HOME, TMPDIR, DO_NOT_TRACK: "1" } }),
    kill9: (child) => child.signal("SIGKILL"),
    wipe() {
      remove();
      mkdirSync(directory, { recursive: true });
    },
    remove,
  };
}

/** In the network of the machine, where it finds the app on loopback; what it writes is in a volume of its own. */
function containerRoom(program: string, image: string): Room {
  const name = `tom-inngest-${newId().slice(-12)}`;
  const say = (...args: string[]): void => void spawnSync(program, args, { stdio: "ignore", timeout: 20_000 });
  const remove = (): void => say("volume", "rm", "--force", name);
  return {
    dataDir: "/data",
    start(args) {
      const own = ["--rm", "--name", name, "--network", "host", "--volume", `${name}:/data`, "--env", "DO_NOT_TRACK=1"];
      return startChild(program, ["run", ...own, image, "inngest", ...args], { cwd: tmpdir(), env: { PATH, HOME } });
    },
    kill9(child) {
      say("rm", "--force", name);
      child.signal("SIGKILL");
    },
    wipe: remove,
    remove,
  };
}

/** Starts a server on free loopback ports: with keys a self-hosted one, without a dev server. */
export async function startInngest(keys: Keys | null): Promise<InngestServer> {
  const found = await findInngest();
  if ("missing" in found) throw new Error(found.missing);
  if ("url" in found) return { url: found.url, control: null, close: async () => undefined };
  const [port, gateway, gatewayGrpc, executorGrpc] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const room = "binary" in found ? folderRoom(found.binary) : containerRoom(found.container, found.image);
  const url = `http://127.0.0.1:${port}`;
  const bare = keys?.signingKey.replace(/^signkey-\w+-/, "") ?? "";
  const args = [
    ...(keys === null
      ? ["dev", "--no-discovery"]
      : ["start", "--event-key", keys.eventKey, "--signing-key", bare, "--sqlite-dir", room.dataDir]),
    ...["--host", "127.0.0.1", "-p", `${port}`],
    ...["--connect-gateway-port", `${gateway}`],
    ...["--connect-gateway-grpc-port", `${gatewayGrpc}`, "--connect-executor-grpc-port", `${executorGrpc}`],
  ];
  let child: Child;
  const start = async (): Promise<void> => {
    child = room.start(args);
    const untilMs = Date.now() + 30_000;
    while (!(await answers(url))) {
      if (Date.now() > untilMs) {
        await kill9();
        throw new Error(`Inngest does not answer on ${url}:\n${child.output()}`);
      }
      await pause(50);
    }
  };
  const kill9 = async (): Promise<void> => {
    room.kill9(child);
    await child.ended;
  };
  await start();
  return {
    url,
    control: {
      kill9,
      wipe: () => room.wipe(),
      restart: start,
    },
    close: async () => {
      await kill9();
      room.remove();
    },
  };
}
