import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { Worker } from "node:worker_threads";
import { TomError } from "@/lib/core/errors";
import type { ProcessRequest, ProcessResult, RunLimits } from "./contract";
import type { FromWorker, PhotometryRows, ToWorker, WorkerTask } from "./messages";

/**
 * Reads a file in a worker thread of its own, which is given the open file and no path, with an empty environment and
 * without files, network and programs (locked-doors.ts). It guards against files, not against processors written to break
 * out. It ends with the file, or when a limit is reached.
 * @throws TomError INVALID_INPUT for a file that cannot be read, LIMIT_EXCEEDED for one that is too large or takes too
 * long, INTERNAL when the processor itself fails, each with a sentence for people; the signal's reason when that aborts
 */
export async function runProcessor(request: ProcessRequest, limits: RunLimits): Promise<ProcessResult> {
  const { path, ...rest } = request;
  const handle = await openStored(path);
  try {
    const { size } = await handle.stat();
    if (size === 0) throw new TomError("INVALID_INPUT", "The file is empty.");
    return await runWorker({ ...rest, fd: handle.fd, size }, limits);
  } finally {
    await handle.close();
  }
}

async function openStored(path: string): Promise<FileHandle> {
  let handle: FileHandle;
  try {
    // A link in the store is none of ours, and a pipe would keep us waiting.
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw new TomError("NOT_FOUND", "The stored file is gone.", { cause });
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new TomError("NOT_FOUND", "The stored file is gone.");
}

/** The bundle beside the program's (scripts/steps/build.mjs); where the sources run as they are, the source itself. */
function startWorker(task: WorkerTask, memoryMb: number): Worker {
  const fromSource = import.meta.url.endsWith(".ts");
  const address = fromSource ? "./thread.ts" : "../lib/data-processors/thread.js";
  const url = new URL(/* turbopackIgnore: true */ address, import.meta.url);
  return new Worker(fromSource ? loadingTypeScript(url) : url, {
    eval: fromSource,
    workerData: task,
    env: {},
    argv: [],
    execArgv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  });
}

const loadingTypeScript = (url: URL): string =>
  `import("tsx/esm/api").then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); });`;

async function runWorker(task: WorkerTask, limits: RunLimits): Promise<ProcessResult> {
  const { timeoutMs, memoryMb, signal, onProgress } = limits;
  signal?.throwIfAborted();
  const worker = startWorker(task, memoryMb);
  // What a library prints is nobody's concern.
  worker.stdout.resume();
  worker.stderr.resume();
  const rows: PhotometryRows[] = [];
  let stop = (): void => undefined;
  const told = new Promise<ProcessResult>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new TomError("LIMIT_EXCEEDED", `The file took longer than ${timeoutMs / 1000} s to read.`)),
      timeoutMs,
    );
    const onAbort = (): void => reject(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    };
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "progress") onProgress?.(message.fraction);
      else if (message.kind === "rows") {
        rows.push(message.rows);
        worker.postMessage({ kind: "more" } satisfies ToWorker);
      } else if (message.kind === "done") {
        const { result } = message;
        resolve(result.kind === "photometry" ? { ...result, rows: rows.flat() } : result);
      } else reject(failureOf(message));
    });
    worker.on("error", (error) => reject(crashOf(error, memoryMb)));
    worker.on("exit", () => reject(broken(new Error("the worker ended without an answer"))));
  });
  try {
    return await told;
  } finally {
    stop();
    await worker.terminate();
  }
}

const broken = (cause: unknown): TomError =>
  new TomError("INTERNAL", "The file could not be read: the processor failed on it, which is a fault of the TOM.", {
    cause,
  });

function failureOf(message: Extract<FromWorker, { kind: "refused" | "broken" }>): TomError {
  if (message.kind === "refused") return new TomError(message.code, message.message);
  const cause = new Error("data processor failed");
  cause.stack = message.stack;
  return broken(cause);
}

function crashOf(error: unknown, memoryMb: number): TomError {
  const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  return isMemory
    ? new TomError("LIMIT_EXCEEDED", `The file needs more than ${memoryMb} MB of memory to read.`, { cause: error })
    : broken(error);
}
