import { afterEach, expect } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { root } from "@/scripts/steps/checkout.mjs";
import { type Child, startChild } from "./child";
import { until } from "./engine-bed";

type Course = {
  kills: number;
  /** How much there is to do, and how much of it is done by now. */
  total: number;
  done(): Promise<number>;
  limitMs: number;
};

export type MortalOwner = {
  /** Of the test that runs; it goes with the test. */
  newDatabase(): Promise<TestDatabase>;
  /** Starts the program on that database, with more words where it takes some. */
  start(...more: readonly string[]): Child;
  /** Starts it and kills it, evenly over the whole of its work. Answers how much was done after each kill. */
  killEvenly(course: Course): Promise<number[]>;
};

/** A program of this folder that owns the database, for the tests of one file to start and to kill. */
export function mortalOwner(program: string): MortalOwner {
  let database: TestDatabase | null = null;
  let child: Child | null = null;
  afterEach(async () => {
    child?.signal("SIGKILL");
    await child?.ended;
    await database?.destroy();
    [child, database] = [null, null];
  });
  const start = (...more: readonly string[]): Child => {
    const words = ["--import", "tsx", `tests/support/${program}`, database?.path ?? "", ...more];
    child = startChild(process.execPath, words, { cwd: root, env: { ...process.env } });
    return child;
  };
  return {
    newDatabase: async () => {
      database = await createTestDatabase();
      return database;
    },
    start,
    async killEvenly({ kills, total, done, limitMs }) {
      const doneBy: number[] = [];
      for (let kill = 1; kill <= kills; kill++) {
        const owner = start();
        const after = Math.floor((total * kill) / (kills + 1));
        await until(async () => (await done()) >= after, limitMs);
        owner.signal("SIGKILL");
        expect(await owner.ended).toBe("SIGKILL");
        doneBy.push(await done());
      }
      return doneBy;
    },
  };
}
