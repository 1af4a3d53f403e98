/**
 * Light curves through the gate (look-up of what is known, identity, summary of the target, one transaction a delivery),
 * beside bare prepared inserts of the same rows into the same table through the native driver. Both write WAL with FULL.
 */

import { sql } from "drizzle-orm";
import { openDatabase } from "@/db/client";
import type { Measurement } from "@/lib/reduced-data/commands/measurement";
import { writePhotometry } from "@/lib/reduced-data/commands/write-photometry";
import { bareWriter } from "./harness/bare-writer";
import { wideCurve } from "./harness/curves";
import { median, report } from "./harness/report";
import { copySky, databaseFile } from "./harness/sky";

const rowsADelivery = 2000;
const deliveries = 20;
const roundCount = 5;

const sky = await copySky(10_000);
const database = openDatabase({ url: `file:${databaseFile(sky)}` });
const at = new Date().toISOString();
const by = { via: "alerce", provenance: `run:${"0".repeat(36)}`, parserVersion: "1", byPk: null, at };
const curves = Array.from({ length: deliveries }, (_, index) => wideCurve(rowsADelivery, index));

async function throughGate(firstPk: number): Promise<number> {
  const began = performance.now();
  for (const [index, curve] of curves.entries()) {
    await database.write((tx) => writePhotometry(tx, firstPk + index, curve, by));
  }
  return (deliveries * rowsADelivery) / ((performance.now() - began) / 1000);
}

function bare(write: (targetPk: number, curve: readonly Measurement[]) => void, firstPk: number): number {
  const began = performance.now();
  for (const [index, curve] of curves.entries()) write(firstPk + index, curve);
  return (deliveries * rowsADelivery) / ((performance.now() - began) / 1000);
}

const native = bareWriter(databaseFile(sky), by);
try {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < roundCount + 1; round += 1) {
    const firstPk = 1 + round * deliveries * 2;
    const [gate, plain] = [await throughGate(firstPk), bare(native.write, firstPk + deliveries)];
    // The first round warms both.
    if (round === 0) continue;
    ours.push(gate);
    theirs.push(plain);
  }
  const [counted] = await database.read.all<{ n: number }>(sql`SELECT count(*) AS n FROM photometry`);
  const expected = (roundCount + 1) * deliveries * rowsADelivery * 2;
  if (counted?.n !== expected) throw new Error(`${counted?.n} rows are stored, not ${expected}`);
  const ratios = ours.map((rate, index) => rate / (theirs[index] ?? Number.NaN));
  const ratio = median(ratios);
  const rate = median(ours);
  report({
    name: "photometry-write through the gate",
    unit: "rows/s",
    value: rate,
    limit: 50_000,
    least: true,
    ratio,
    samples: ours,
  });
  report({
    name: "photometry-write, share of bare prepared inserts",
    unit: "of them",
    value: ratio,
    limit: 0.4,
    least: true,
    ratio,
    samples: ratios,
  });
  report({ name: "photometry-write, bare prepared inserts", unit: "rows/s", value: median(theirs), samples: theirs });
} finally {
  native.close();
  await database.close();
}
