/**
 * The supervisor: runs the web process (front, Next, and what `boot` opens) and ends it in order. `--dev` serves with
 * reload. Prints each step with its time, then `Ready on <address>`.
 */
import { createServer } from "node:http";
import next from "next";
import { env } from "@/lib/env/env";
import type { Booted } from "@/lib/web/boot";
import { writePieces } from "./document-pieces";
import { type DrainPart, drain } from "./drain";
import { createFront, type Front, type Handler } from "./front";
import { startFailureText } from "./start-failure";
import { startingHandler } from "./starting";

const dev = process.argv.includes("--dev");
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

let front: Front | undefined;
let booted: Booted | undefined;
let pages: ReturnType<typeof next> | undefined;
let handler: Handler = startingHandler;
let at: { port: number; host: string } | null = null;

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  const value = await work();
  say(`${what.padEnd(28)} ${((performance.now() - startedMs) / 1000).toFixed(2).padStart(7)} s`);
  return value;
}

async function listen(): Promise<void> {
  const { port, host, trustedProxies, origin, originIsLoopback, uploadMaxBytes } = env();
  const address = host.replace(/^\[|\]$/g, "");
  at = { port, host: address };
  front = createFront({
    handler: (request, response) => handler(request, response),
    trustedProxies,
    maxUploadBytes: uploadMaxBytes,
    ...(originIsLoopback ? { loopbackPort: new URL(origin).port || "80" } : { publicOrigin: origin }),
    dev,
    onError: (error) =>
      complain(`tom: a request failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`),
  });
  at.port = await front.listen(port, address);
}

/** Loaded only now: the configuration that it brings reads the environment, whose problems are told before. */
async function openCore(): Promise<Booted> {
  const { boot } = await import("@/lib/web/boot");
  return boot(at === null ? {} : { port: at.port });
}

async function loadPages(): Promise<void> {
  const { port, host } = at ?? env();
  // In production Next would answer upgrades on the server that it finds behind the first request; it gets another one,
  // on which nothing ever arrives.
  const decoy = dev ? {} : { httpServer: createServer() };
  pages = next({ dev, dir: process.cwd(), hostname: host, port, ...decoy });
  await pages.prepare();
  handler = writePieces(pages.getRequestHandler());
}

async function start(): Promise<void> {
  await timed("Listening", listen);
  booted = await timed("Database ready", openCore);
  await timed("Pages loaded", loadPages);
  const { host, port } = at ?? booted;
  const ready = `Ready on http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const { demoSignIn } = booted;
  // One write: whoever waits for the first line has the second one as well.
  say(demoSignIn ? `${ready}\n${demoSignIn}` : ready);
}

/** What is open by now, in the order in which it is closed. */
function drainParts(): DrainPart[] {
  const parts: DrainPart[] = [];
  if (front) {
    const open = front;
    parts.push({ name: "finishing requests", limitMs: 5_500, run: () => open.drain(dev ? 500 : 5_000) });
  }
  if (pages) {
    const loaded = pages;
    parts.push({ name: "closing pages", limitMs: 500, run: () => loaded.close() });
  }
  if (booted) {
    const { shutdown } = booted;
    parts.push({ name: "closing the database", limitMs: 2_500, run: shutdown });
  }
  return parts;
}

let ending = false;

async function end(starting: Promise<void>): Promise<void> {
  // A second signal changes nothing; neither does one that npm repeats.
  if (ending) return;
  ending = true;
  // A start that is under way is let finish for a moment, so that what it opened can be closed.
  await Promise.race([starting.catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 1_000).unref())]);
  await drain(drainParts(), complain);
  process.exit(0);
}

async function fail(error: unknown): Promise<never> {
  const told = startFailureText(error, at);
  complain(told ?? `tom: could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  ending = true;
  await drain(drainParts(), complain);
  process.exit(1);
}

// A promise that nobody waited for is a defect to be told, not a reason to leave everybody without a server.
process.on("unhandledRejection", (error) => {
  complain(`tom: unhandled: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
});

const starting = start();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(starting));
starting.catch((error: unknown) => {
  if (!ending) void fail(error);
});
