import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
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
export function inngestMissing(): string | null {
  const found = findInngest();
  return "missing" in found ? found.missing : null;
}

/** Whether the server is one that we can start with keys, kill and wipe. */
export const inngestIsOurs = (): boolean => "binary" in findInngest();

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}

/** Starts a server on free loopback ports: with keys a self-hosted one, without a dev server. */
export async function startInngest(keys: Keys | null): Promise<InngestServer> {
  const found = findInngest();
  if ("missing" in found) throw new Error(found.missing);
  if ("url" in found) return { url: found.url, control: null, close: async () => undefined };
  const [port, gateway, gatewayGrpc, executorGrpc] = await Promise.all([
    freePort(),
    freePort(),
    freePort(),
    freePort(),
  ]);
  const directory = mkdtempSync(join(tmpdir(), "tom-inngest-"));
  const url = `http://127.0.0.1:${port}`;
  const bare = keys?.signingKey.replace(/^signkey-\w+-/, "") ?? "";
  const args = [
    ...(keys === null
      ? ["dev", "--no-discovery"]
      : ["start", "--event-key", keys.eventKey, "--signing-key", bare, "--sqlite-dir", directory]),
    ...["--host", "127.0.0.1", "-p", `${port}`],
    ...["--connect-gateway-port", `${gateway}`],
    ...["--connect-gateway-grpc-port", `${gatewayGrpc}`, "--connect-executor-grpc-port", `${executorGrpc}`],
  ];
  let child: Child;
  const start = async (): Promise<void> => {
    const { PATH, HOME, TMPDIR } = process.env;
    child = startChild(found.binary, args, { cwd: directory, env: { PATH, HOME, TMPDIR, DO_NOT_TRACK: "1" } });
    const untilMs = Date.now() + 30_000;
    while (!(await answers(url))) {
      if (Date.now() > untilMs) throw new Error(`Inngest does not answer on ${url}:\n${child.output()}`);
      await pause(50);
    }
  };
  const kill9 = async (): Promise<void> => {
    child.signal("SIGKILL");
    await child.ended;
  };
  await start();
  return {
    url,
    control: {
      kill9,
      wipe: () => {
        rmSync(directory, { recursive: true, force: true });
        mkdirSync(directory, { recursive: true });
      },
      restart: start,
    },
    close: async () => {
      await kill9();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
