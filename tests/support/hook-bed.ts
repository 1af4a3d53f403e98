import { asc } from "drizzle-orm";
import { hookRuns, jobs as jobRows } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { createFetchPhotometryJob } from "@/lib/alerts/jobs/fetch-photometry";
import { createBrokerRegistry } from "@/lib/brokers/registry";
import { defineTomConfig } from "@/lib/config/define";
import type { TomConfig } from "@/lib/config/types";
import { systemClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { silentLogger } from "@/lib/core/logger";
import { emit } from "@/lib/events/emit";
import type { HookMap, HookName, Hooks, Observation } from "@/lib/hooks/contract";
import { createEmbeddedEngine } from "@/lib/hooks/embedded-engine";
import { hasUnrelayed } from "@/lib/hooks/relay";
import { createHttp } from "@/lib/http/create-http";
import { createSendMailJob } from "@/lib/mail/jobs/send-mail";
import { createMailer } from "@/lib/mail/mailer";
import { createGroupWebhooks, type GroupWebhooks } from "@/lib/web/group-webhooks";
import { createHandlerServices } from "@/lib/web/handler-services";
import { house, until } from "./engine-bed";
import { type CaughtMail, startMailSink } from "./mail-sink";

/** A whole house in small for handlers: a real database, the engine, the commands behind it, and a mail server. */
export type HookBed = {
  database: TestDatabase;
  /** Acts as the house. */
  ctx: Context;
  groupWebhooks: GroupWebhooks;
  /** What the mail server took. */
  mails: readonly CaughtMail[];
  /** Commits an event, waits until its runs and the jobs they asked for have ended, and answers the runs of this event. */
  fire<Name extends HookName>(
    hook: Name,
    payload: HookMap[Name],
    about?: About,
  ): Promise<(typeof hookRuns.$inferSelect)[]>;
  /** Waits until nothing is left to do. */
  idle(): Promise<void>;
  destroy(): Promise<void>;
};

type About = { objectType?: string; objectId?: string; targetId?: string | null };
type Options = { brokers?: TomConfig["brokers"]; allowPrivateHosts?: readonly string[]; backoffMs?: () => number };

const open = ["queued", "running"];

export async function createHookBed(hooks: Hooks, options: Options = {}): Promise<HookBed> {
  const { brokers = [], allowPrivateHosts = [], backoffMs = () => 5 } = options;
  const [database, sink] = [await createTestDatabase(), await startMailSink()];
  const config = defineTomConfig({ brokers, hooks });
  const http = createHttp({ allowPrivateHosts });
  const registry = createBrokerRegistry(brokers, { http, logger: silentLogger, clock: systemClock, timeoutMs: 5_000 });
  const groupWebhooks = createGroupWebhooks({
    database,
    http,
    clock: systemClock,
    logger: silentLogger,
    key: "a key for tests",
  });
  const mailer = createMailer({ url: sink.url, from: "tom@example.org", host: "tom.example.org" });
  const engine = createEmbeddedEngine({
    database,
    config,
    clock: systemClock,
    logger: silentLogger,
    jobs: [createSendMailJob(mailer), createFetchPhotometryJob(registry)],
    services: createHandlerServices({ origin: "https://tom.example.org", http, brokers: registry, groupWebhooks }),
    backoffMs,
    tasks: [],
    exclusive: true,
  });
  await engine.start();
  const ctx = house(database, config);
  const idle = async (): Promise<void> => {
    await until(async () => {
      const unrelayed = await hasUnrelayed(database.read);
      const runs = await database.read.select({ status: hookRuns.status }).from(hookRuns);
      const jobs = await database.read.select({ status: jobRows.status }).from(jobRows);
      return !unrelayed && [...runs, ...jobs].every((one) => !open.includes(one.status));
    });
  };
  return {
    database,
    ctx,
    groupWebhooks,
    mails: sink.caught,
    idle,
    async fire(hook, payload, { objectType = "observation", objectId = newId(), targetId = null } = {}) {
      await database.write((tx) => emit(tx, ctx, [{ event: hook, objectType, objectId, targetId, payload }]));
      await idle();
      const rows = await database.read.select().from(hookRuns).orderBy(asc(hookRuns.pk));
      return rows.filter((run) => run.objectId === objectId);
    },
    async destroy() {
      await engine.stop(1_000);
      await http.close();
      await database.destroy();
      await sink.close();
    },
  };
}

const at = "2026-11-21T00:00:00.000Z";

/** An observation as events carry it: one night with a telescope of one's own. */
export const anObservation = (given: Partial<Observation> = {}): Observation => ({
  id: newId(),
  version: 1,
  targetId: newId(),
  targetName: "SN 2020oi",
  facilityId: "manual",
  facilityName: "Manual",
  observationId: null,
  status: "COMPLETED",
  terminal: true,
  failed: false,
  parameters: {},
  scheduledStart: null,
  scheduledEnd: null,
  url: null,
  createdAt: at,
  updatedAt: at,
  createdBy: null,
  ...given,
});
