import { setTimeout as pause } from "node:timers/promises";
import { createClient } from "@libsql/client";
import { describe, expect, it } from "vitest";
import { compareAcks, countAcks } from "@/tests/support/ack-log";
import { mortalOwner } from "@/tests/support/mortal-owner";
import { soundnessOf } from "@/tests/support/soundness";

// `npm run test:faults` runs at length, `npm test` as smoke.
const isLong = process.env.TOM_FAULTS === "long";
const turns = isLong ? 100 : 8;
const holdMs = 200;

const owner = mortalOwner("busy-child.ts");

/** Waits until the writer has been told "stored" so many times more. */
async function storedMore(log: string, more: number): Promise<void> {
  const before = countAcks(log);
  while (countAcks(log) < before + more) await pause(5);
}

/** Another program that takes the write lock, keeps it for a while and writes nothing. */
async function holdLock(path: string): Promise<void> {
  const other = createClient({ url: `file:${path}`, timeout: 5_000 });
  const transaction = await other.transaction("write");
  await pause(holdMs);
  await transaction.rollback();
  other.close();
}

/** A writer under a lock that comes and goes, then killed: what it was told against what is there. */
async function underLocks(mode: "gate" | "bare", times: number) {
  const database = await owner.newDatabase();
  const { path } = database;
  const log = `${path}.${mode}.acks`;
  const child = owner.start(mode, log);
  await child.line(/^writing$/m, 30_000);
  for (let turn = 0; turn < times; turn += 1) {
    await storedMore(log, 5);
    await holdLock(path);
  }
  await storedMore(log, 20);
  child.signal("SIGKILL");
  await child.ended;
  const rows = await database.read.all<{ key: string }>("SELECT key FROM meta WHERE key LIKE 'canary-%'");
  return {
    report: compareAcks(
      log,
      rows.map(({ key }) => key),
    ),
    said: child.output(),
    path,
  };
}

describe("another program that holds the write lock", () => {
  it(`${turns} times for ${holdMs} ms costs the gate no acknowledged write: it throws the connection away each time`, {
    timeout: 60_000 + turns * 2_000,
  }, async () => {
    const { report, said, path } = await underLocks("gate", turns);
    expect(report).toMatchObject({ lost: [], duplicated: [], strangers: [] });
    // Each lock was met, and none of them was waited out inside the driver, which would stop the whole process.
    expect(said.match(/^busy \d+$/gm)?.length ?? 0).toBeGreaterThanOrEqual(turns);
    expect(await soundnessOf(path)).toMatchObject({ integrity: "ok", dangling: 0 });
  });

  it("once makes the bare driver lose what it goes on saying it has stored: the canary bites", async () => {
    const { report, said } = await underLocks("bare", 1);
    expect(said).toMatch(/^refused$/m);
    expect(report.lost.length).toBeGreaterThan(0);
  });
});
