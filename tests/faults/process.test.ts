import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { freshDataDir, type RunningApp, spawnApp, startApp } from "@/tests/support/app";

const running: RunningApp[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.kill9()));
});

async function started(...options: Parameters<typeof startApp>): Promise<RunningApp> {
  const app = await startApp(...options);
  running.push(app);
  return app;
}

/** The lines of a start that failed, without the steps that went well before. */
const complaints = (output: string): string[] => output.split("\n").filter((line) => /^tom: /.test(line));

describe("the process", () => {
  it("drains on SIGTERM and exits 0 within 10 s; a second one changes nothing", async () => {
    const app = await started();
    expect((await fetch(`${app.origin}/api/health/live`)).status).toBe(200);
    const beganMs = performance.now();
    const ended = app.stop();
    const again = app.stop();
    expect(await ended).toBe(0);
    expect(await again).toBe(0);
    expect(performance.now() - beganMs).toBeLessThan(10_000);
  });

  it("answers no upgrade, before and after the first request: nothing behind it speaks WebSocket", async () => {
    const app = await started();
    const upgrade = (): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13" };
        const outgoing = request(`${app.origin}/_next/hmr`, { headers, agent: false });
        outgoing.once("response", (response) => resolve(response.resume().statusCode));
        outgoing.once("upgrade", (response) => resolve(response.statusCode));
        outgoing.once("error", reject);
        outgoing.end();
      });
    expect(await upgrade()).toBe(426);
    await fetch(`${app.origin}/api/health/live`);
    expect(await upgrade()).toBe(426);
  });

  it("starts again after kill -9 without a hand, and does not make the demo twice", async () => {
    const first = await started();
    await first.kill9();
    const second = await started({ dataDir: first.dataDir, port: first.port });
    expect((await fetch(`${second.origin}/api/health/ready`)).status).toBe(200);
    expect(first.firstRun).not.toBeNull();
    expect(second.firstRun).toBeNull();
    expect(second.output()).toContain("Demo sign-in: demo (password as printed at the first start;");
  });

  it("says in one line that its port is in use, and exits 1", async () => {
    const app = await started();
    const { child } = await spawnApp({ port: app.port });
    expect(await child.ended).toBe(1);
    expect(complaints(child.output())).toEqual([
      `tom: port ${app.port} is in use on 127.0.0.1; set PORT to another one`,
    ]);
  });

  it("refuses a second owner of a data folder in one line, exits 1, and leaves the first one serving", async () => {
    const app = await started();
    const { child } = await spawnApp({ dataDir: app.dataDir });
    expect(await child.ended).toBe(1);
    expect(complaints(child.output())).toHaveLength(1);
    expect((await fetch(`${app.origin}/api/health/ready`)).status).toBe(200);
  });

  it("says in one line that it cannot write its folder, and exits 1", async () => {
    // Below a file no folder can be made, whoever asks; permissions would not stop an administrator.
    const file = join(freshDataDir(), "a-file");
    writeFileSync(file, "");
    const { child } = await spawnApp({ dataDir: join(file, "data") });
    expect(await child.ended).toBe(1);
    expect(complaints(child.output())).toHaveLength(1);
    expect(child.output()).not.toMatch(/^\s+at /m);
  });

  it("lists all problems of its environment, a line each, and exits 1", async () => {
    const { child } = await spawnApp({ env: { LOG_LEVEL: "loud", TOM_ANONYMOUS: "maybe" } });
    expect(await child.ended).toBe(1);
    const output = child.output();
    expect(complaints(output)).toEqual(["tom: The environment is not right:"]);
    for (const name of ["LOG_LEVEL", "TOM_ANONYMOUS"]) expect(output).toMatch(new RegExp(`^\\s+${name}: `, "m"));
    expect(output).not.toMatch(/^\s+at /m);
  });
});
