import { createTestDatabase } from "@/db/testing";
import { createInngestEngine } from "@/inngest/engine";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { type InngestSettings, inngestSettings } from "@/lib/env/inngest";
import { createHttp } from "@/lib/http/create-http";
import { type Services, setServices } from "@/lib/web/services";
import { configWith, emittingServices, house, until } from "../engine-bed";
import { InngestDriver } from "../inngest-driver/driver";
import { inngestEnv, keys } from "../inngest-driver/keys";
import type { ContractBed, ContractOptions } from "./bed";
import { startDoorServer } from "./door-server";

/** The settings that an operator would write for a server at `url`. */
export function settingsFor(url: string, origin: string, more: Record<string, string> = {}): InngestSettings {
  const settings = inngestSettings(
    {
      ...inngestEnv(url),
      INNGEST_SERVE_ORIGIN: origin,
      ...more,
    },
    origin,
  );
  if (!settings) throw new Error("These settings do not choose Inngest.");
  return settings;
}

export type InngestBed = ContractBed & { settings: InngestSettings; origin: string };

type Handlers = Parameters<typeof configWith>[0];

/** The Inngest engine with its real door on loopback, for whatever server is at `url`. */
export async function inngestBed(
  url: string,
  handlers: Handlers,
  { jobs = [], tasks = [], backoffMs = () => 5, lookInMs }: ContractOptions = {},
  own: { more?: Record<string, string>; lostAfterMs?: number; unready?: boolean } = {},
): Promise<Omit<InngestBed, "bringAgain" | "tick">> {
  const database = await createTestDatabase();
  const config = configWith(handlers);
  const doorServer = await startDoorServer();
  const settings = settingsFor(url, doorServer.origin, own.more);
  const http = createHttp({
    allowPrivateHosts: [new URL(url).host],
    limits: {
      retries: 0,
      gate: { concurrency: 64, burst: 5_000, perS: 1_000 },
      breaker: { failuresToOpen: 1e6, openMs: 1 },
    },
  });
  const make = () => {
    const made = createInngestEngine({
      settings,
      http,
      database,
      config,
      clock: systemClock,
      logger: silentLogger,
      jobs,
      services: emittingServices,
      backoffMs,
      tasks,
      exclusive: true,
      reconcileMs: 100,
      ...(lookInMs === undefined ? {} : { lookInMs }),
      ...(own.lostAfterMs === undefined ? {} : { lostAfterMs: own.lostAfterMs }),
    });
    setServices({ inngest: made.door } as unknown as Services);
    return made.engine;
  };
  let engine = make();
  const ready = () => until(() => engine.state().outside?.status === "registered", 60_000);
  await engine.start();
  if (!own.unready) await ready();
  return {
    database,
    settings,
    origin: doorServer.origin,
    ctx: house(database, config),
    engine: () => engine,
    async restart() {
      await engine.stop(0);
      engine = make();
      await engine.start();
      await ready();
    },
    async destroy() {
      await engine.stop(1_000);
      setServices(undefined);
      await doorServer.close();
      await http.close();
      await database.destroy();
    },
  };
}

export type DrivenBed = InngestBed & { driver: InngestDriver };

/** The same with the driver in the place of the server. */
export async function drivenBed(
  handlers: Handlers,
  options: ContractOptions & { checkpointing?: boolean; twice?: boolean; lostAfterMs?: number } = {},
): Promise<DrivenBed> {
  const { checkpointing = false, twice = false, lostAfterMs, ...rest } = options;
  const driver = new InngestDriver({ ...keys, checkpointing, twice });
  await driver.start();
  const bed = await inngestBed(driver.url, handlers, rest, lostAfterMs === undefined ? {} : { lostAfterMs });
  return {
    ...bed,
    driver,
    async bringAgain() {
      for (const event of [...driver.events]) {
        driver.accept(event);
        const again = `${event.id}/again`;
        driver.accept({ ...event, id: again, data: { ...event.data, key: again } });
      }
    },
    async tick(name) {
      const runs = [driver.tick(`task-${name}`), driver.tick(`task-${name}`)];
      await until(() => runs.every((run) => run.status === "done"));
    },
    async destroy() {
      await bed.destroy();
      await driver.kill();
    },
  };
}
