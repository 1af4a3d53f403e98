import { outbox } from "@/db/schema/events";
import { createTestDatabase } from "@/db/testing";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { runDueTasks } from "@/lib/jobs/periodic";
import { configWith, emittingServices, house } from "../engine-bed";
import type { MakeBed } from "./bed";

export const embeddedBed: MakeBed = async (handlers, { jobs = [], tasks = [], backoffMs = () => 5 } = {}) => {
  const database = await createTestDatabase();
  const config = configWith(handlers);
  const make = () =>
    createEmbeddedEngine({
      database,
      config,
      clock: systemClock,
      logger: silentLogger,
      jobs,
      services: emittingServices,
      backoffMs,
      tasks,
      exclusive: true,
    });
  let engine = make();
  await engine.start();
  return {
    database,
    ctx: house(database, config),
    engine: () => engine,
    async restart() {
      await engine.stop(0);
      engine = make();
      await engine.start();
    },
    async bringAgain() {
      await database.write(async (tx) => {
        await tx.update(outbox).set({ relayedAt: null });
        tx.notify("outbox");
        tx.notify("jobs");
      });
    },
    async tick(name) {
      const due = tasks.filter((task) => task.name === name);
      const tick = () => runDueTasks({ database, clock: systemClock, logger: silentLogger, tasks: due });
      await Promise.all([tick(), tick()]);
    },
    async destroy() {
      await engine.stop(1_000);
      await database.destroy();
    },
  };
};
