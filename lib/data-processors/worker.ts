import { once } from "node:events";
import type { MessagePort } from "node:worker_threads";
import { isTomError } from "@/lib/core/errors";
import type { ProcessResult } from "./contract";
import { openSource, type ReadAt } from "./file-source";
import { type FromWorker, rowsAtOnce, type WorkerTask } from "./messages";
import { processors } from "./processors";

const progressEveryMs = 100;

/** Reads the file of the task by its processor, and tells the other thread what came of it. */
export async function work(port: MessagePort, task: WorkerTask, read: ReadAt): Promise<void> {
  const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
  let toldAtMs = 0;
  const onProgress = (fraction: number): void => {
    const nowMs = performance.now();
    if (nowMs - toldAtMs < progressEveryMs) return;
    toldAtMs = nowMs;
    say({ kind: "progress", fraction });
  };
  const { fd: _fd, size, processor, ...request } = task;
  try {
    const file = await openSource(read, size);
    const result = await processors[processor].process({ ...request, file, onProgress });
    if (result.kind === "photometry") {
      for (let at = 0; at < result.rows.length; at += rowsAtOnce) {
        say({ kind: "rows", rows: result.rows.slice(at, at + rowsAtOnce) });
        await once(port, "message");
      }
      say({ kind: "done", result: { ...result, rows: [] } });
    } else say({ kind: "done", result }, buffersOf(result));
  } catch (error) {
    if (isTomError(error)) say({ kind: "refused", code: error.code, message: error.message });
    else say({ kind: "broken", stack: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
}

/** Arrays that change hands instead of being copied. */
function buffersOf(result: ProcessResult): ArrayBuffer[] {
  const arrays =
    result.kind === "image"
      ? [result.preview?.png]
      : result.kind === "spectroscopy"
        ? result.spectra.flatMap(({ draft }) => [draft.wavelength, draft.flux, draft.error])
        : [];
  const whole = arrays.flatMap((array) =>
    array && array.buffer instanceof ArrayBuffer && array.byteLength === array.buffer.byteLength ? [array.buffer] : [],
  );
  return [...new Set(whole)];
}
