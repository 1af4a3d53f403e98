import { readSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { loadThenLock } from "./locked-doors";
import type { WorkerTask } from "./messages";

/** The thread in which one file is read: it keeps the open file, loads what reads it, and closes all other ways out. */

if (parentPort) {
  const port = parentPort;
  // The task is ours: run.ts made it.
  const task = workerData as WorkerTask;
  // The import itself refuses once the doors are locked.
  const readFd = readSync;
  const address = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);
  const { work } = await loadThenLock(() => import(address.href) as Promise<typeof import("./worker")>);
  await work(port, task, (into, at, length, position) => readFd(task.fd, into, at, length, position));
  port.close();
}
