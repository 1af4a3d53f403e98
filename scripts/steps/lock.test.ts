import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { cacheDir } from "./checkout.mjs";
import { withLock } from "./lock.mjs";

const name = `test-${process.pid}`;
const path = join(cacheDir, `${name}.lock`);
afterEach(() => rmSync(path, { force: true }));

/** The number of a process that has ended. */
const deadPid = (): Promise<number> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["-e", ""]);
    child.once("exit", () => resolve(child.pid ?? 0));
  });

describe("the lock of the checkout", () => {
  it("lets one in at a time, and everybody in the end", async () => {
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(name, work, () => undefined)));
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it("is taken over from a process that died with it", async () => {
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(path, JSON.stringify({ pid: await deadPid(), startTicks: "1" }));
    expect(
      await withLock(
        name,
        async () => "mine",
        () => undefined,
      ),
    ).toBe("mine");
  });

  it("is not taken for held when another process has the number of the dead holder", async () => {
    mkdirSync(cacheDir, { recursive: true });
    writeFileSync(path, JSON.stringify({ pid: process.pid, startTicks: "1" }));
    const taken = await withLock(
      name,
      async () => readFileSync(path, "utf8"),
      () => undefined,
    );
    expect(JSON.parse(taken).pid).toBe(process.pid);
  });

  it("is given back when the work fails", async () => {
    await expect(
      withLock(
        name,
        () => Promise.reject(new Error("no")),
        () => undefined,
      ),
    ).rejects.toThrow("no");
    expect(existsSync(path)).toBe(false);
  });
});
