import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { ProcessorId, ProcessRequest, ProcessResult, RunLimits } from "./contract";
import { runProcessor } from "./run";

/** Files on disk, and processors run on them as the application does. */

export type Content = string | Uint8Array;

const limits: RunLimits = { timeoutMs: 60_000, memoryMb: 256 };

type Options = Partial<Omit<ProcessRequest, "processor" | "path">> & { limits?: Partial<RunLimits> };

/** A folder for the tests of one file, removed after them. */
export function processorBench() {
  const folder = mkdtempSync(join(tmpdir(), "processors-"));
  let count = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const store = (content: Content): string => {
    count += 1;
    const path = join(folder, String(count));
    writeFileSync(path, content);
    return path;
  };
  return {
    store,
    run<Id extends ProcessorId>(processor: Id, content: Content, options: Options = {}) {
      const { limits: own, ...request } = options;
      const running = runProcessor(
        {
          processor,
          path: store(content),
          name: "upload",
          timeScale: "utc",
          target: { raDeg: 150, decDeg: 20 },
          ...request,
        },
        { ...limits, ...own },
      );
      return running as Promise<Extract<ProcessResult, { kind: Id }>>;
    },
  };
}
