import { createHash } from "node:crypto";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { freshDataDir, type RunningApp, spawnApp, startApp } from "@/tests/support/app";
import { until } from "@/tests/support/engine-bed";
import { addPerson, furnish, housePassword } from "@/tests/support/furnish";
import { type SignedIn, signIn } from "@/tests/support/sign-in";
import { makeSmallDisk, type SmallDisk, smallDiskMissing } from "@/tests/support/small-disk";
import { sound, soundnessOf } from "@/tests/support/soundness";

const missing = smallDiskMissing();
// Said loudly: what was not tried here is not proven here.
if (missing) process.stderr.write(`The disk faults are not tried here: ${missing}\n`);

let disk: SmallDisk;
let app: RunningApp | null = null;
afterEach(async () => {
  await app?.kill9();
  app = null;
  disk?.remove();
});

const plain = { TOM_DEMO: "0", TOM_RATE_LIMIT: "0", LOG_LEVEL: "fatal" };
const complaints = (output: string): string[] => output.split("\n").filter((line) => /^tom: /.test(line));

async function create({ origin }: RunningApp, { headers }: SignedIn, name: string): Promise<Response> {
  const body = JSON.stringify({ name, raDeg: 10, decDeg: 10, extras: { note: "x".repeat(9_000) } });
  return fetch(`${origin}/api/v1/targets`, {
    method: "POST",
    headers: { ...headers, "Content-Type": "application/json" },
    body,
  });
}

/** Names and contents of all files of a folder. */
const contents = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path).map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(path, name)))
        .digest("hex"),
    ]),
  );

describe.skipIf(missing !== null)("a disk that has no space left", () => {
  it("refuses to write in one sentence with status 503, goes on reading, and writes again when there is space", async () => {
    disk = makeSmallDisk(24);
    await furnish(disk.path, (house) => addPerson(house, "member"));
    app = await startApp({ dataDir: disk.path, env: plain });
    const who = await signIn(app.origin, "member", housePassword);
    const stored: string[] = [];
    const asked = async (name: string): Promise<Response> => {
      if (!app) throw new Error("the app is not there");
      const answer = await create(app, who, name);
      if (answer.status === 201) stored.push(name);
      return answer;
    };
    expect((await asked("before")).status).toBe(201);

    disk.fill();
    let refused: Response | null = null;
    // The log may have a little room of its own left.
    for (let at = 0; at < 2_000 && refused === null; at += 1) {
      const answer = await asked(`full-${at}`);
      if (answer.status !== 201) refused = answer;
    }
    expect(refused?.status).toBe(503);
    expect(await refused?.json()).toMatchObject({
      error: { code: "MISCONFIGURED", message: expect.stringMatching(/disk is full.*nothing was stored/i) },
    });
    const list = await fetch(`${app.origin}/api/v1/targets?q=before`, { headers: who.headers });
    expect(((await list.json()) as { items: unknown[] }).items).toHaveLength(1);
    expect((await fetch(`${app.origin}/targets`, { headers: who.headers })).status).toBe(200);

    disk.free();
    const after = await asked("after");
    expect(after.status).toBe(201);
    // The engine, which could not write either, tries again by itself.
    const { id } = (await after.json()) as { id: string };
    const runs = `${app.origin}/api/v1/hook-runs?objectId=${id}`;
    await until(async () => {
      const { items } = (await (await fetch(runs, { headers: who.headers })).json()) as { items: unknown[] };
      return items.length > 0;
    });
    expect(await app.stop()).toBe(0);
    app = null;
    const left = await furnish(disk.path, ({ database }) =>
      database.read.all<{ name: string }>("SELECT name FROM targets ORDER BY pk"),
    );
    expect(left.map(({ name }) => name)).toEqual(stored);
    expect(await soundnessOf(join(disk.path, "tom.db"))).toMatchObject({
      ...sound,
      unfinishedRuns: expect.any(Number),
    });
  });

  it("stops a start in one line, exits 1, and leaves no half of a database behind", async () => {
    disk = makeSmallDisk(2);
    disk.fill();
    const { child } = await spawnApp({ dataDir: disk.path, env: plain });
    expect(await child.ended).toBe(1);
    expect(complaints(child.output())).toEqual([expect.stringMatching(/space/)]);
    expect(child.output()).not.toMatch(/^\s+at /m);
    // With space it starts from nothing, as a first start does.
    disk.remove();
    disk = makeSmallDisk(24);
    app = await startApp({ dataDir: disk.path, env: plain });
    expect((await fetch(`${app.origin}/api/health/ready`)).status).toBe(200);
  });
});

describe.skipIf(missing !== null)("a folder that is read-only", () => {
  it("stops a start in one line, exits 1, and nothing in it is touched", async () => {
    // Written elsewhere: a file that this process has open would keep the disk from becoming read-only.
    const elsewhere = freshDataDir();
    await furnish(elsewhere, (house) => addPerson(house, "member"));
    disk = makeSmallDisk(24);
    copyFileSync(join(elsewhere, "tom.db"), join(disk.path, "tom.db"));
    const before = contents(disk.path);
    disk.makeReadOnly();
    const { child } = await spawnApp({ dataDir: disk.path, env: plain });
    expect(await child.ended).toBe(1);
    expect(complaints(child.output())).toEqual([expect.stringMatching(/read-only/)]);
    expect(child.output()).not.toMatch(/^\s+at /m);
    expect(contents(disk.path)).toEqual(before);
  });
});
