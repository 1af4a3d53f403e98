/** Processes: running a child with its signals, and telling whether another one still lives. */
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { root } from "./checkout.mjs";

/** Start time of a process in ticks since boot where the system tells it, else an empty text. */
function startTicks(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
  } catch {
    return "";
  }
}

/** Names this process so that a later one with the same number is not taken for it. */
export const selfMark = () => ({ pid: process.pid, startTicks: startTicks(process.pid) });

/**
 * Whether the process that wrote a mark still runs.
 * @param {{ pid: number, startTicks: string }} mark
 */
export function isAlive(mark) {
  try {
    process.kill(mark.pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return mark.startTicks === "" || startTicks(mark.pid) === mark.startTicks;
}

const children = new Set();

/**
 * Until the returned function is called, a signal ends the running children and then this process, with code 0:
 * a start that is called off is no failure.
 */
export function endOnSignal() {
  const end = (signal) => {
    for (const child of children) child.kill(signal);
    const left = () => (children.size === 0 ? process.exit(0) : setTimeout(left, 50));
    setTimeout(() => {
      for (const child of children) child.kill("SIGKILL");
      process.exit(0);
    }, 5_000);
    left();
  };
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"];
  for (const signal of signals) process.on(signal, end);
  return () => {
    for (const signal of signals) process.off(signal, end);
  };
}

/** A child ended in a way that is not success. `output` is what it said. */
export class ChildFailed extends Error {
  constructor(command, code, signal, output) {
    super(`${command} ended with ${signal ?? `code ${code}`}`);
    this.code = code;
    this.signal = signal;
    this.output = output;
  }
}

/**
 * Runs a program to its end, in this process group, quietly unless `show` is set.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, log?: string, cwd?: string }} [options]
 *   `log`: a file that gets everything the program says
 * @returns {Promise<string>} what it said on both outputs
 * @throws {ChildFailed}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    if (options.log) mkdirSync(dirname(options.log), { recursive: true });
    const log = options.log ? createWriteStream(options.log) : null;
    const chunks = [];
    const take = (chunk) => {
      chunks.push(chunk);
      log?.write(chunk);
      if (options.show) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    children.add(child);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      children.delete(child);
      log?.end();
      const output = Buffer.concat(chunks).toString("utf8");
      if (code === 0) resolve(output);
      else reject(new ChildFailed(`${command} ${args.join(" ")}`, code, signal, output));
    });
  });
}

const sayMost = 200;
const lastWordsMs = 300;

/** Why a program failed, of all that it said: the line that names an error, else its last. */
const reasonIn = (output) => {
  const lines = output.split("\n").map((line) => line.replace(/^npm error/, "").trim());
  const reason = lines.find((line) => /^\w*Error: /.test(line)) ?? lines.findLast((line) => line !== "");
  return (reason ?? "").slice(0, sayMost);
};

/**
 * Tries a program that may fail, be missing or never end: after `limitMs` it is killed with all that it has started.
 * @param {string} command
 * @param {string[]} args
 * @param {{ limitMs: number, cwd?: string, env?: Record<string, string | undefined> }} options
 * @returns {Promise<{ code: number | null, why: string }>} `why`: in a few words, where the code is not 0
 */
export function attempt(command, args, { limitMs, cwd, env }) {
  return new Promise((resolve) => {
    // A group of its own, so that whatever it starts ends with it.
    const child = spawn(command, args, {
      cwd: cwd ?? root,
      env: env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => (output = `${output}${chunk}`.slice(-4_000)));
    const kill = () => {
      try {
        process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    };
    process.once("exit", kill);
    let isOver = false;
    const end = (code, why) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      kill();
      process.off("exit", kill);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, why });
    };
    const timer = setTimeout(() => {
      end(null, `it did not end within ${limitMs / 1000} s`);
    }, limitMs);
    child.on("error", (error) => end(null, error.code === "ENOENT" ? "it is not here" : error.message));
    const ended = (code, signal) => end(code, code === 0 ? "" : reasonIn(output) || `${signal ?? `code ${code}`}`);
    child.on("close", ended);
    // What it left behind may hold its outputs for ever.
    child.on("exit", (code, signal) => setTimeout(() => ended(code, signal), lastWordsMs));
  });
}
