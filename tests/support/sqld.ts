import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root } from "@/scripts/steps/checkout.mjs";
import { findSqld } from "@/scripts/steps/sqld.mjs";
import { type Child, startChild } from "./child";
import { freePort } from "./free-port";

export type Sqld = {
  url: string;
  /** Null for a server that somebody else runs: then it is neither stopped nor killed here. */
  control: { kill9(): Promise<void>; restart(): Promise<void> } | null;
  close(): Promise<void>;
};

/** Why no libSQL server can be had here, or null: `describe.skipIf((await sqldMissing()) !== null)`. */
export async function sqldMissing(): Promise<string | null> {
  const found = await findSqld();
  return "missing" in found ? found.missing : null;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`)).ok;
  } catch {
    return false;
  }
}

/** Starts a libSQL server with an empty folder on a free loopback port, or hands out the one of TOM_TEST_SQLD. */
export async function startSqld(): Promise<Sqld> {
  const found = await findSqld();
  if ("missing" in found) throw new Error(found.missing);
  if ("url" in found) return { url: found.url, control: null, close: async () => undefined };
  const port = await freePort();
  const directory = mkdtempSync(join(tmpdir(), "tom-sqld-"));
  const url = `http://127.0.0.1:${port}`;
  let child: Child;
  const start = async (): Promise<void> => {
    const args = ["-d", directory, "--http-listen-addr", `127.0.0.1:${port}`, "--no-welcome"];
    const { PATH, HOME, TMPDIR } = process.env;
    child = startChild(found.binary, args, { cwd: root, env: { PATH, HOME, TMPDIR, RUST_LOG: "info" } });
    // It says that it listens before it does.
    await child.line(/listening for incoming user HTTP/i, 15_000);
    const untilMs = Date.now() + 15_000;
    while (!(await answers(url))) {
      if (Date.now() > untilMs) throw new Error(`sqld does not answer on ${url}:\n${child.output()}`);
      await pause(20);
    }
  };
  await start();
  const kill9 = async (): Promise<void> => {
    child.signal("SIGKILL");
    await child.ended;
  };
  return {
    url,
    control: { kill9, restart: start },
    close: async () => {
      await kill9();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
