import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, it } from "vitest";

/** A parser that a file has led astray, in a thread that is closed as the one for uploaded files is. */

const folder = mkdtempSync(join(tmpdir(), "locked-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = join(folder, "secret");
const made = join(folder, "made");
const text = JSON.stringify;

/** What it tries, as each of the ways in which a library gets at Node's modules. */
const attempts: Readonly<Record<string, string>> = {
  "an imported function": `readFileSync(${text(secret)}, "utf8")`,
  "an imported module": `fs.readFileSync(${text(secret)}, "utf8")`,
  "promises of files": `fs.promises.readFile(${text(secret)}, "utf8")`,
  "a module of promises": `readFile(${text(secret)}, "utf8")`,
  "a stream of a file": `fs.createReadStream(${text(secret)})`,
  "a written file": `fs.writeFileSync(${text(made)}, "x")`,
  "what require gave while it was loaded": `old.readFileSync(${text(secret)}, "utf8")`,
  "what require gives later": `old.later("fs").readFileSync(${text(secret)}, "utf8")`,
  "a require of its own": `createRequire(import.meta.url)("node:fs").readFileSync(${text(secret)}, "utf8")`,
  "a file as a module": `old.later(${text(`${secret}.json`)})`,
  "a module loaded later": `import("node:fs").then((late) => late.readFileSync(${text(secret)}, "utf8"))`,
  "a module that Node hands out": `process.getBuiltinModule("fs").readFileSync(${text(secret)}, "utf8")`,
  "Node's inside": `process.binding("fs")`,
  "a library of machine code": `process.dlopen({ exports: {} }, ${text(secret)})`,
  "a file of settings": `process.loadEnvFile(${text(secret)})`,
  "a program": `execFileSync("cat", [${text(secret)}])`,
  "a program of the old library": `old.execSync("cat ${secret}")`,
  "a connection": `net.connect(9, "127.0.0.1")`,
  "a request": `http.get("http://127.0.0.1:9/")`,
  "a name on the network": `dns.promises.lookup("example.org")`,
  "another thread": `new Worker("1", { eval: true })`,
  "a database": `import("node:sqlite").then(({ DatabaseSync }) => new DatabaseSync(${text(secret)}))`,
  "a snapshot of the memory": `v8.writeHeapSnapshot(${text(made)})`,
  "an end of the server": `process.kill(process.pid, 0)`,
  "a fetch": `fetch("http://127.0.0.1:9/")`,
  "a socket": `new WebSocket("ws://127.0.0.1:9/")`,
};

const harmless: Readonly<Record<string, string>> = {
  "unpacks gzip": `gunzipSync(gzipSync("well")).toString()`,
  "decodes text": `new TextDecoder("utf-16le").decode(Uint8Array.of(119, 0, 101, 0, 108, 0, 108, 0))`,
  "waits and joins paths": `new Promise((go) => setTimeout(go, 1)).then(() => join("we", "ll").replace("/", "").replace("\\\\", ""))`,
  prints: `(console.warn("%o", { a: 1 }), "well")`,
};

const probe = `
import fs, { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { execFileSync } from "child_process";
import dns from "node:dns";
import http from "node:http";
import net from "net";
import v8 from "node:v8";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { gunzipSync, gzipSync } from "node:zlib";
import old from "./old.cjs";
export const attempts = { ${Object.entries({ ...attempts, ...harmless })
  .map(([name, code]) => `${text(name)}: () => ${code}`)
  .join(",\n")} };
export const environment = () => Object.keys(process.env);
`;

const old = `
const { readFileSync } = require("fs");
const { execSync } = require("node:child_process");
module.exports = { readFileSync, execSync, later: (name) => require(name) };
`;

const program = `
const { parentPort } = require("node:worker_threads");
(async () => {
  const { register } = await import("tsx/esm/api");
  register();
  const { loadThenLock } = await import(${text(new URL("./locked-doors.ts", import.meta.url).href)});
  const { attempts, environment } = await loadThenLock(() => import(${text(join(folder, "probe.mjs"))}));
  const told = {};
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      told[name] = "got " + String(await attempt());
    } catch (error) {
      told[name] = String(error.message);
    }
  }
  parentPort.postMessage({ told, environment: environment() });
  parentPort.once("message", () => { throw new RangeError("in the thread"); });
})();
`;

let worker: Worker;
let found: { told: Record<string, string>; environment: string[] };

beforeAll(async () => {
  writeFileSync(secret, "a secret");
  writeFileSync(`${secret}.json`, '{ "a": "secret" }');
  writeFileSync(join(folder, "old.cjs"), old);
  writeFileSync(join(folder, "probe.mjs"), probe);
  process.env.TOM_SECRET_KEY = "a secret";
  worker = new Worker(program, { eval: true, env: {}, stdout: true, stderr: true });
  found = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
});
afterAll(async () => {
  delete process.env.TOM_SECRET_KEY;
  await worker.terminate();
});

it.each(Object.keys(attempts))("%s is refused in the thread", (name) => {
  expect(found.told[name]).toMatch(
    /is not there for a data processor|is not a function|is not defined|is not a constructor|No such built-in module/,
  );
});

it.each(Object.keys(harmless))("what a parser needs is there: it %s", (name) => {
  expect(found.told[name]).toBe("got well");
});

it("no setting of the server is in the thread", () => {
  expect(found.environment).toEqual([]);
});

it("nothing was written, and this thread has all that it had", () => {
  expect(() => readFileSync(made)).toThrow(/ENOENT/);
  expect(readFileSync(secret, "utf8")).toBe("a secret");
  expect(typeof fetch).toBe("function");
});

it("an error that nobody catches still reaches whoever started the thread", async () => {
  const error = new Promise((resolve) => worker.once("error", resolve));
  worker.postMessage("go on");
  expect(await error).toMatchObject({ name: "RangeError", message: "in the thread" });
});
