import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { hookRuns, jobs as jobRows } from "@/db/schema/events";
import { defineJob } from "@/lib/jobs/define-job";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { type AnyTestReference, emitSaves, newTargetIds, reference, until } from "../engine-bed";
import type { ContractBed, ContractOptions, MakeBed } from "./bed";

/** Counts how many ask each host at once; one that hangs answers nobody before it is released. */
function createHosts() {
  const asking = new Map<string, number>();
  const most = new Map<string, number>();
  const answered: string[] = [];
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return {
    most,
    answered,
    release: () => release(),
    async ask(host: string, what: string): Promise<void> {
      const now = (asking.get(host) ?? 0) + 1;
      asking.set(host, now);
      most.set(host, Math.max(most.get(host) ?? 0, now));
      if (host.startsWith("hanging")) await released;
      else await new Promise<void>((resolve) => setImmediate(resolve));
      asking.set(host, (asking.get(host) ?? 1) - 1);
      answered.push(what);
    },
  };
}

const [hanging, quick] = ["hanging.example.org", "quick.example.org"];

/** What every engine must do where work asks other hosts. */
export function hostContract(name: string, makeBed: MakeBed): void {
  let bed: ContractBed;
  let hosts: ReturnType<typeof createHosts>;
  const open = async (handlers: readonly AnyTestReference[], options?: ContractOptions): Promise<void> => {
    hosts = createHosts();
    bed = await makeBed(handlers, options);
  };
  const allDone = async (count: number): Promise<boolean> => {
    const rows = await bed.database.read.select({ status: hookRuns.status }).from(hookRuns);
    return rows.length === count && rows.every((row) => row.status === "done");
  };

  describe(`the engine contract for hosts: ${name}`, () => {
    afterEach(async () => {
      hosts.release();
      await bed.destroy();
    });

    it("goes on with the events for other hosts while one hangs, and asks none more often at once than it may", async () => {
      const slow = newTargetIds(12);
      const fast = newTargetIds(12);
      await open([
        reference("teller", async ({ target }) => hosts.ask(slow.includes(target.id) ? hanging : quick, target.id), {
          hostOf: ({ target }) => (slow.includes(target.id) ? hanging : quick),
          concurrency: 6,
          perHost: 2,
        }),
      ]);
      await emitSaves(bed.ctx, slow);
      await until(() => hosts.most.get(hanging) === 2);
      await emitSaves(bed.ctx, fast);
      await until(() => hosts.answered.length === fast.length, 50_000);
      expect([...hosts.answered].sort()).toEqual([...fast].sort());
      hosts.release();
      await until(() => allDone(24), 50_000);
      expect([...hosts.answered].sort()).toEqual([...slow, ...fast].sort());
      expect(hosts.most.get(hanging)).toBe(2);
      expect(hosts.most.get(quick)).toBeLessThanOrEqual(2);
    });

    it("counts together the handlers that ask one host, and holds back none that asks nobody", async () => {
      const seen: string[] = [];
      const asks = (which: string) =>
        reference(which, async ({ target }) => hosts.ask(hanging, `${which} ${target.id}`), {
          hosts: [hanging],
          concurrency: 3,
        });
      await open([asks("one"), asks("two"), reference("other", async ({ target }) => void seen.push(target.id))]);
      const ids = newTargetIds(8);
      await emitSaves(bed.ctx, ids);
      await until(() => hosts.most.get(hanging) === 3 && seen.length === ids.length, 50_000);
      hosts.release();
      await until(() => allDone(24), 50_000);
      expect(hosts.most.get(hanging)).toBe(3);
      expect(hosts.answered.sort()).toEqual(ids.flatMap((id) => [`one ${id}`, `two ${id}`]).sort());
    });

    it("asks no host more often at once for work that takes long, however often it is looked at meanwhile", async () => {
      let quickOnes = 0;
      await open(
        [
          reference("long", async ({ target }) => hosts.ask(hanging, target.id), {
            hostOf: () => hanging,
            concurrency: 6,
            perHost: 2,
          }),
          reference("plain", async ({ target }) => hosts.ask("hanging too", target.id), { concurrency: 3 }),
          reference("quick", async () => void quickOnes++),
        ],
        { lookInMs: 100 },
      );
      await emitSaves(bed.ctx, newTargetIds(8));
      await until(
        () => hosts.most.get(hanging) === 2 && hosts.most.get("hanging too") === 3 && quickOnes === 8,
        50_000,
      );
      // Whoever comes later finds the places taken still.
      for (let round = 1; round <= 4; round++) {
        await emitSaves(bed.ctx, newTargetIds(1));
        await until(() => quickOnes === 8 + round, 50_000);
      }
      hosts.release();
      await until(() => allDone(36), 55_000);
      expect(hosts.most.get(hanging)).toBe(2);
      expect(hosts.most.get("hanging too")).toBe(3);
    });

    it("keeps to the same with jobs", async () => {
      const job = defineJob({
        kind: "contract.ask",
        payload: z.object({ host: z.string(), what: z.string() }),
        concurrency: 4,
        perHost: 2,
        hostOf: ({ host }) => host,
        run: async ({ payload: { host, what } }) => hosts.ask(host, what),
      });
      await open([], { jobs: [job] });
      const put = (host: string, count: number) =>
        bed.database.write(async (tx) => {
          for (let n = 0; n < count; n++) await enqueueJob(tx, bed.ctx, job, { host, what: `${host} ${n}` });
        });
      await put(hanging, 6);
      await put(quick, 6);
      await until(() => hosts.answered.length === 6, 50_000);
      expect(hosts.answered.every((what) => what.startsWith("quick"))).toBe(true);
      hosts.release();
      await until(
        async () => (await bed.database.read.select().from(jobRows)).every((row) => row.status === "done"),
        50_000,
      );
      expect(hosts.most.get(hanging)).toBe(2);
      expect(hosts.answered).toHaveLength(12);
    });
  });
}
