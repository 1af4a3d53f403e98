import { eventType, type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from "inngest";
import * as z from "zod";
import type { CallOutcome } from "@/lib/jobs/called-work";

/** The part of the engine that functions call. */
export type CalledEngine = {
  call(lane: string, id: string, waitMs: number): Promise<CallOutcome>;
  reconcile(): Promise<number>;
  runTask(name: string): Promise<void>;
};

type WorkFunction = {
  client: Inngest;
  engine: CalledEngine;
  /** Unique within the app. */
  id: string;
  name: string;
  description: string;
  event: string;
  lane: string;
  /** Rows of this lane at once. */
  concurrency: number;
  /** Rows at once that ask one host, those of other functions counted; undefined where they ask nobody in particular. */
  perHost: number | undefined;
  /** Attempts that the house makes at a row. */
  attemptsMax: number;
};

/**
 * What an event says: which row, and the name of this sending of it. Never anything of a target: what happened is in
 * the database, and is read there by the function.
 */
const eventData = z.object({
  id: z.string().min(1).max(60),
  key: z.string().min(1).max(300),
  /** Stands for whom the row asks; left out by those who sent before there was such. */
  host: z.string().max(100).optional(),
});

/** No proxy on the way waits for an answer much longer than this. */
const waitMs = 25_000;

/** Attempts that may fail without the row having been tried: the house was restarting, or somebody else was at it. */
const spareAttempts = 5;
const retriesMax = 20;

/**
 * A function that works on the rows of one lane. The row in our own database decides whether there is anything to do,
 * so that an event which comes twice, late or again does nothing; what is told to Inngest is how the row fares.
 */
export function workFunction(spec: WorkFunction): InngestFunction.Any {
  const { client, engine, id, name, description, lane } = spec;
  return client.createFunction(
    {
      id,
      name,
      description,
      triggers: [eventType(spec.event, { schema: eventData })],
      idempotency: "event.data.key",
      concurrency: concurrencyOf(spec),
      retries: retriesOf(spec.attemptsMax),
    },
    async ({ event, step }) => {
      for (let turn = 1, waits = 0; ; turn++) {
        const label = turn === 1 ? lane : `${lane}, still at it`;
        const state = await step.run(label, async () => told(await engine.call(lane, event.data.id, waitMs)));
        if (state === "full") await step.sleep(`${lane}, no place yet`, placeWaitMs(++waits));
        else if (state !== "running") return { state };
      }
    },
  );
}

type Concurrency = { limit: number; key?: string; scope?: "fn" | "env" };

/** Of its own, and shared with whatever else asks the same host. */
const concurrencyOf = ({ concurrency, perHost }: WorkFunction): Concurrency | [Concurrency, Concurrency] =>
  perHost === undefined
    ? { limit: concurrency }
    : [{ limit: concurrency }, { limit: perHost, key: "event.data.host", scope: "env" }];

type Retries = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20;

const retriesOf = (attemptsMax: number): Retries => Math.min(attemptsMax - 1 + spareAttempts, retriesMax) as Retries;

/** How long to wait for a place that others have taken; a function has a thousand steps at most. */
const placeWaitMs = (waits: number): number => Math.min(1_000 * 2 ** (waits - 1), 30_000);

type Told = "done" | "paused" | "cancelled" | "unknown" | "running" | "full";

/**
 * How a call went, in Inngest's terms and without a word of what it was about.
 * @throws RetryAfterError where another attempt follows, NonRetriableError where none does.
 */
function told(outcome: CallOutcome): Told {
  if (outcome.is === "unknown" || outcome.is === "running" || outcome.is === "full") return outcome.is;
  if (outcome.is === "later") throw new RetryAfterError("It is tried again; the run log says why.", outcome.at);
  if (outcome.status === "failed") throw new NonRetriableError("It has failed for good; the run log says why.");
  return outcome.status;
}
