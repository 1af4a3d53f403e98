import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { claimDueQueries } from "@/lib/alerts/commands/claim-due-queries";
import { createQuery } from "@/lib/alerts/commands/save-query";
import { createApplyRuleJob } from "@/lib/alerts/jobs/apply-rule";
import { createFetchPhotometryJob } from "@/lib/alerts/jobs/fetch-photometry";
import { createRunScheduledQueryJob } from "@/lib/alerts/jobs/run-scheduled-query";
import { getQuery } from "@/lib/alerts/queries/list-queries";
import { listRuns } from "@/lib/alerts/queries/list-runs";
import type { QueryDto, RunDto } from "@/lib/alerts/types";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import type { Clock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { createHttp } from "@/lib/http/create-http";
import { createSendMailJob } from "@/lib/mail/jobs/send-mail";
import { createMailer } from "@/lib/mail/mailer";
import { addUser, house, testConfig } from "@/lib/targets/testing";
import { emittingServices, until } from "./engine-bed";
import { type ScriptedBroker, scriptedBroker } from "./scripted-broker";

/** Saved queries with schedules on a real database and engine, under a clock that the test moves. */
export type ScheduleBed = {
  database: TestDatabase;
  broker: ScriptedBroker;
  brokers: BrokerRegistry;
  house: Context;
  /** The same clock for whoever acts. */
  person(name: string, role?: "member" | "admin"): Promise<Context>;
  now(): Date;
  /** Moves the clock and looks for what is due; answers how many queries were put into the queue. */
  at(iso: string): Promise<number>;
  save(ctx: Context, more?: object): Promise<string>;
  query(ctx: Context, id: string): Promise<QueryDto>;
  runs(ctx: Context, id: string): Promise<RunDto[]>;
  /** Waits until nothing is queued or running. */
  settled(): Promise<void>;
  destroy(): Promise<void>;
};

export async function createScheduleBed(broker: ScriptedBroker = scriptedBroker()): Promise<ScheduleBed> {
  const database = await createTestDatabase();
  let now = new Date("2026-11-21T12:00:00.000Z");
  const clock: Clock = { now: () => now };
  const http = createHttp({ allowPrivateHosts: [] });
  const brokers = createBrokerRegistry([broker.entry], { http, logger: silentLogger, clock });
  const mailer = createMailer({ url: undefined, from: "tom@example.org", host: "example.org" });
  const engine = createEmbeddedEngine({
    database,
    config: testConfig,
    clock,
    logger: silentLogger,
    jobs: [
      createRunScheduledQueryJob(brokers),
      createApplyRuleJob(brokers),
      createFetchPhotometryJob(brokers),
      createSendMailJob(mailer),
    ],
    services: emittingServices,
    backoffMs: () => 0,
    tasks: [],
  });
  await engine.start();
  const own: Context = { ...house(database), clock };
  const bed: ScheduleBed = {
    database,
    broker,
    brokers,
    house: own,
    person: async (name, role = "member") => ({ ...(await addUser(database, name, role)), clock }),
    now: () => now,
    async at(iso) {
      now = new Date(iso);
      return claimDueQueries(own, brokers);
    },
    async save(ctx, more = {}) {
      const input = { name: "Young ones", brokerId: "scripted", schedule: "0 * * * *", ...more };
      return (await createQuery({ ctx, brokers, input })).id;
    },
    query: (ctx, id) => getQuery(database.read, ctx.scope, brokers, id),
    runs: async (ctx, id) => (await listRuns(database.read, ctx.scope, { queryId: id, limit: 50 })).items,
    async settled() {
      await until(async () => {
        engine.poke();
        const waiting = await database.read.get<{ n: number }>(
          "SELECT count(*) AS n FROM jobs WHERE status IN ('queued', 'running')",
        );
        return waiting?.n === 0;
      });
    },
    async destroy() {
      await engine.stop(1_000);
      await http.close();
      await database.destroy();
    },
  };
  return bed;
}
