import { outbox } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { systemScope } from "@/lib/access/scope";
import type { TomConfig } from "@/lib/config/types";
import { systemClock } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import { silentLogger } from "@/lib/core/logger";
import { emit } from "@/lib/events/emit";
import {
  type Handler,
  type HandlerReference,
  handlerRights,
  type NearbyTarget,
  type SingleReference,
} from "@/lib/hooks/contract";
import { createEmbeddedEngine, type EmbeddedEngineOptions } from "@/lib/hooks/embedded-engine";
import type { HandlerServices } from "@/lib/hooks/handler-context";
import type { Engine } from "@/lib/jobs/engine";
import { aTarget } from "./a-target";

/** An engine with its handlers on a real database, and waiting for what it does without sleeping. */

export type TestHandler = Handler<"target_post_save">;
export type TestReference = SingleReference<"target_post_save">;
export type AnyTestReference = HandlerReference<"target_post_save">;

export const reference = (name: string, handler: TestHandler, options: Partial<TestReference> = {}): TestReference => ({
  name,
  scope: "everything",
  rights: handlerRights,
  load: async () => handler,
  ...options,
});

export const configWith = (handlers: readonly AnyTestReference[]): TomConfig => ({
  origin: "https://tom.example.org",
  display: { name: "Test", hints: true, theme: "system" },
  access: { anonymous: "read" },
  targets: {
    type: "SIDEREAL",
    defaultVisibility: "private",
    extraFields: {},
    listColumns: [],
    match: { radiusArcsec: 2 },
  },
  brokers: [],
  brokerTimeoutMs: 10_000,
  facilities: [],
  facilityTimeoutMs: 10_000,
  dataProducts: {},
  hooks: { target_post_save: handlers },
  retentionDays: { outbox: 30, runs: 90, jobs: 7, idempotencyKeys: 1, frozenAlerts: null },
});

const unused = (): never => {
  throw new Error("This test gives its handlers no such thing.");
};

/** Commands of handlers that write: each note emits an event of its own, as a changing command would. */
export const emittingServices: HandlerServices = {
  origin: "https://tom.example.org",
  http: () => ({ request: unused }),
  hostOfGroup: unused,
  queries: () => ({ findTarget: unused, findPeopleOf: unused, findSimilarTargets: async () => [] }),
  commands: (ctx) => ({
    addTag: unused,
    removeTag: unused,
    addAlias: unused,
    setExtras: unused,
    addClassification: unused,
    addPhotometry: unused,
    refreshPhotometry: unused,
    tellGroup: unused,
    async notePossibleDuplicates(targetId: string, others: readonly NearbyTarget[]) {
      await emitSaves(ctx, [targetId]);
      return { noted: others.length };
    },
  }),
};

export const house = (database: TestDatabase, config: TomConfig): Context => ({
  actor: { kind: "system", job: "test" },
  scope: systemScope("test"),
  database,
  config,
  clock: systemClock,
  logger: silentLogger,
  requestId: "test",
});

/** One `target_post_save` a target, committed in one transaction. */
export async function emitSaves(ctx: Context, targetIds: readonly string[]): Promise<void> {
  await ctx.database.write((tx) =>
    emit(
      tx,
      ctx,
      targetIds.map((id) => ({
        event: "target_post_save",
        objectType: "target",
        objectId: id,
        payload: { target: aTarget({ id, name: `T ${id.slice(-6)}` }), created: true, previous: null },
      })),
    ),
  );
}

export type EngineBed = { database: TestDatabase; ctx: Context; engine: Engine; destroy(): Promise<void> };

/** Retries come at once unless the test says otherwise. */
export async function createEngineBed(
  handlers: readonly AnyTestReference[],
  options: Partial<EmbeddedEngineOptions> = {},
): Promise<EngineBed> {
  const database = await createTestDatabase();
  const config = configWith(handlers);
  const engine = createEmbeddedEngine({
    database,
    config,
    clock: systemClock,
    logger: silentLogger,
    jobs: [],
    services: emittingServices,
    backoffMs: () => 5,
    tasks: [],
    ...options,
  });
  return {
    database,
    ctx: house(database, config),
    engine,
    async destroy() {
      await engine.stop(1_000);
      await database.destroy();
    },
  };
}

/** Looks again and again until `probe` answers something true. */
export async function until<T>(probe: () => Promise<T> | T, limitMs = 20_000): Promise<NonNullable<T>> {
  const endMs = performance.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > endMs) throw new Error("It did not happen in time.");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const newTargetIds = (count: number): string[] => Array.from({ length: count }, () => newId());

export const countEvents = (database: TestDatabase): Promise<number> => database.read.$count(outbox);
