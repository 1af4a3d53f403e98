import { symlinkSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { processorIds, processorWords } from "./contract";
import { processors } from "./processors";
import { runProcessor } from "./run";
import { processorBench } from "./testing";

const { run, store } = processorBench();
const curve = "time,filter,magnitude,error\n59000.1,r,18.2,0.1\n59001.1,r,18.3,0.1\n";
const longCurve = (rows: number): string =>
  `time,filter,magnitude,error\n${Array.from({ length: rows }, (_, index) => `${59000 + index / 100},r,18.2,0.1\n`).join("")}`;

describe("running a processor", () => {
  it("is offered for each there is, with words", () => {
    expect(Object.keys(processors).sort()).toEqual([...processorIds].sort());
    for (const id of processorIds) expect(processorWords[id].accepts).toMatch(/^[A-Z].+\.$/);
  });

  it("reads a stored file in a thread, and hands over every row in order", async () => {
    const fractions: number[] = [];
    const { rows } = await run("photometry", longCurve(12_345), {
      limits: { onProgress: (part) => fractions.push(part) },
    });
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 12_345 }, (_, index) => index + 2));
    expect(fractions.every((part) => part >= 0 && part <= 1)).toBe(true);
  });

  it("reads what was compressed with gzip, in several members too", async () => {
    const two = Buffer.concat([gzipSync(curve), gzipSync("59002.1,r,18.4,0.1\n")]);
    const { rows } = await run("photometry", two);
    expect(rows).toHaveLength(3);
  });

  it.each([
    ["an empty file", "", /The file is empty\./],
    ["a bomb", gzipSync(Buffer.alloc(30_000_000)), /unpacks to more than 100 times its size/],
    ["gzip that is cut off", gzipSync(longCurve(1000)).subarray(0, 500), /damaged or cut off/],
    ["gzip in gzip", gzipSync(gzipSync(curve)), /compressed twice/],
    ["an empty file, compressed", gzipSync(""), /holds an empty file/],
  ])("refuses %s", async (_what, content, message) => {
    await expect(run("photometry", content)).rejects.toThrow(message);
  });

  it("ends at the time limit, whatever the processor does", async () => {
    const running = run("photometry", longCurve(200_000), { limits: { timeoutMs: 50 } });
    await expect(running).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: "The file took longer than 0.05 s to read.",
    });
  });

  it("ends at the memory limit with a sentence, and this process lives on", async () => {
    const running = run("photometry", longCurve(400_000), { limits: { memoryMb: 40 } });
    await expect(running).rejects.toMatchObject({
      code: "LIMIT_EXCEEDED",
      message: "The file needs more than 40 MB of memory to read.",
    });
  });

  it("ends when it is called off, with the reason of the caller", async () => {
    const abort = new AbortController();
    const running = run("photometry", longCurve(200_000), { limits: { signal: abort.signal } });
    abort.abort(new Error("called off"));
    await expect(running).rejects.toThrow("called off");
    await expect(
      run("photometry", curve, { limits: { signal: AbortSignal.abort(new Error("before")) } }),
    ).rejects.toThrow("before");
  });

  it("refuses what is no stored file: nothing there, a folder, a link", async () => {
    const path = store(curve);
    symlinkSync(path, `${path}-link`);
    for (const other of [`${path}-none`, `${path}-link`, "/tmp", "/dev/zero"]) {
      const request = {
        processor: "photometry",
        path: other,
        name: "x",
        timeScale: "utc",
        target: { raDeg: 1, decDeg: 1 },
      } as const;
      await expect(runProcessor(request, { timeoutMs: 10_000, memoryMb: 64 })).rejects.toMatchObject({
        code: "NOT_FOUND",
      });
    }
  });
});
