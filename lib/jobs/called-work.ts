import type { Database } from "@/db/client";
import type { Tx } from "@/db/write";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { LaneCalls } from "./resend";
import { settle } from "./settle";
import { defaultConcurrency, type LaneSpec, type Seen, type SendableSource, type WorkItem } from "./work";

type Options = {
  database: Database;
  clock: Clock;
  logger: Logger;
  sources: readonly SendableSource[];
  /** How long a claim holds without renewal; it is renewed after a third of that. */
  leaseMs: number;
};

/** What a call for a row came to. */
export type CallOutcome =
  /** No such row, or not one of this lane. */
  | { is: "unknown" }
  /** Nothing is left to do, now or before. */
  | { is: "ended"; status: "done" | "failed" | "paused" | "cancelled" }
  /** It waits for its next attempt, or another process works on it. */
  | { is: "later"; at: Date }
  /** It is being worked on here; call again. */
  | { is: "running" }
  /** As many as may are being worked on here, of its lane or for its host; call again. */
  | { is: "full" };

/** Held from the claim to the end of the attempt, also of one that nobody waits for any more. */
type Place = { lane: string; host: string };

type Running = {
  lane: string;
  source: SendableSource;
  item: WorkItem;
  abort: AbortController;
  ended: Promise<void>;
};

/** An outside engine's clock may be ahead of ours by its rounding to seconds. */
const earlyMs = 1_500;
const settleRetryMs = 1_000;
/** Commits come in flocks; one look for what was cancelled does for all of them. */
const lookAfterMs = 20;

/**
 * Works on rows that an outside engine calls for, one attempt a call. Whatever it calls twice, too early or too late:
 * a row is worked on by who claimed it, and what became of it is in the database.
 */
export class CalledWork {
  readonly #options: Options;
  readonly #running = new Map<string, Running>();
  readonly #lanes: ReadonlyMap<string, { source: SendableSource; spec: LaneSpec }>;
  readonly #places = new Set<Place>();
  readonly #lastCallAt = new Map<string, Date>();
  readonly #newestSentAt = new Map<string, Date>();
  readonly #looking = new Map<SendableSource, NodeJS.Timeout>();
  #open = false;
  #renewing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#lanes = new Map(
      options.sources.flatMap((source) => source.lanes.map((spec) => [spec.key, { source, spec }] as const)),
    );
  }

  get running(): number {
    return this.#running.size;
  }

  /** Rows of one host wait for each other and for those of other lanes, not for the rest of their own lane. */
  callsOf(lane: string, host: string): LaneCalls {
    const isAlike = (run: Running): boolean => (host === "" ? run.lane === lane : run.item.host === host);
    return {
      lastCallAt: this.#lastCallAt.get(queueOf(lane, host)) ?? null,
      newestSentAt: this.#newestSentAt.get(`${lane} ${host}`) ?? null,
      busy: [...this.#running.values()].some(isAlike),
    };
  }

  #noteClaim(lane: string, { host }: WorkItem, sentAt: Date): void {
    this.#lastCallAt.set(queueOf(lane, host), this.#options.clock.now());
    const key = `${lane} ${host}`;
    const newest = this.#newestSentAt.get(key);
    if (!newest || newest < sentAt) this.#newestSentAt.set(key, sentAt);
  }

  start(): void {
    this.#open = true;
    const { database, sources, leaseMs } = this.#options;
    this.#unsubscribe = sources.map((source) => database.gate.subscribe(source.topic, () => this.#onCommit(source)));
    this.#timer = setInterval(() => this.#renew(), leaseMs / 3).unref();
  }

  /** Takes no more calls, waits at most `drainMs`, and gives back what did not finish. */
  async stop(drainMs: number): Promise<void> {
    this.#open = false;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    clearInterval(this.#timer);
    for (const look of this.#looking.values()) clearTimeout(look);
    this.#looking.clear();
    await within(drainMs, Promise.all([...this.#running.values()].map((run) => run.ended)));
    await this.#renewing;
    const now = this.#options.clock.now();
    const unfinished = [...this.#running.values()];
    this.#running.clear();
    for (const run of unfinished) run.abort.abort();
    const given = unfinished.map(({ source, item }) => source.release([item], now));
    if (given.length > 0) await this.#options.database.write((tx) => settle(tx, given));
  }

  /** Claims a row and works on it, or joins the work that is under way; answers after at most `waitMs`. */
  async call(lane: string, id: string, waitMs: number): Promise<CallOutcome> {
    const known = this.#lanes.get(lane);
    if (!known) return { is: "unknown" };
    const { source } = known;
    this.#lastCallAt.set(queueOf(lane, ""), this.#options.clock.now());
    const key = keyOf(lane, id);
    const run = this.#running.get(key) ?? (await this.#begin(known, id));
    if (run === "full") return { is: "full" };
    if (run) {
      await within(waitMs, run.ended);
      if (this.#running.get(key) === run) return { is: "running" };
    }
    return this.#whatCameOf(await source.look(id), lane);
  }

  #whatCameOf(seen: Seen | null, lane: string): CallOutcome {
    if (!seen || seen.lane !== lane) return { is: "unknown" };
    if (seen.status === "queued") return { is: "later", at: seen.dueAt };
    if (seen.status === "running") return { is: "later", at: seen.leaseUntil ?? this.#options.clock.now() };
    return { is: "ended", status: seen.status };
  }

  /**
   * The outside engine counts calls; work that outlasts a call is not counted between two of them. So places are counted
   * here as well.
   */
  async #takePlace({ source, spec }: { source: SendableSource; spec: LaneSpec }, id: string): Promise<Place | null> {
    const host = spec.perHost === undefined ? "" : ((await source.look(id))?.host ?? "");
    const places = [...this.#places];
    if (places.filter(({ lane }) => lane === spec.key).length >= (spec.concurrency ?? defaultConcurrency)) return null;
    const atHost = host === "" ? 0 : places.filter((place) => place.host === host).length;
    if (spec.perHost !== undefined && atHost >= spec.perHost) return null;
    const place = { lane: spec.key, host };
    this.#places.add(place);
    return place;
  }

  async #begin(known: { source: SendableSource; spec: LaneSpec }, id: string): Promise<Running | "full" | null> {
    if (!this.#open) return null;
    const place = await this.#takePlace(known, id);
    if (place === null) return this.#running.get(keyOf(known.spec.key, id)) ?? "full";
    const begun = await this.#claim(known.source, known.spec.key, id).catch((error: unknown) => {
      this.#places.delete(place);
      throw error;
    });
    if (begun === null || begun.isJoined) this.#places.delete(place);
    else void begun.run.ended.finally(() => this.#places.delete(place));
    return begun?.run ?? null;
  }

  async #claim(source: SendableSource, lane: string, id: string): Promise<{ run: Running; isJoined: boolean } | null> {
    const { database, clock, leaseMs } = this.#options;
    const now = clock.now();
    const call = { lane, id, now, leaseUntil: after(now, leaseMs), dueBy: after(now, earlyMs) };
    const claim = await database.write((tx) => source.claimOne(tx, call));
    // A second call for the same row finds it claimed by the first.
    if (!claim) {
      const other = this.#running.get(keyOf(lane, id));
      return other ? { run: other, isJoined: true } : null;
    }
    const { item } = claim;
    this.#noteClaim(lane, item, claim.sentAt ?? now);
    if (!this.#open) {
      await database.write((tx) => settle(tx, [source.release([item], clock.now())]));
      return null;
    }
    const abort = new AbortController();
    const run: Running = { lane, source, item, abort, ended: Promise.resolve() };
    const key = keyOf(lane, id);
    this.#running.set(key, run);
    run.ended = this.#work(key, run);
    return { run, isJoined: false };
  }

  async #work(key: string, run: Running): Promise<void> {
    const settlement = await run.item.run(run.abort.signal);
    // An attempt that was taken away from us has nothing to say any more.
    while (this.#running.get(key) === run) {
      try {
        await this.#options.database.write((tx) => settle(tx, [settlement]));
        this.#running.delete(key);
      } catch (error) {
        this.#options.logger.error(
          { err: error },
          "How an attempt ended could not be written; it will be tried again.",
        );
        await new Promise((resolve) => setTimeout(resolve, settleRetryMs).unref());
      }
    }
  }

  #renew(): void {
    const { database, clock, leaseMs, logger } = this.#options;
    const held = bySource(this.#running.values());
    if (held.size === 0) return;
    const renew = async (tx: Tx): Promise<WorkItem[]> => {
      const lost: WorkItem[] = [];
      for (const [source, items] of held) {
        const own = await source.renew(tx, items, after(clock.now(), leaseMs));
        lost.push(...items.filter((item) => !own.has(item.pk)));
      }
      return lost;
    };
    this.#renewing = database
      .write(renew)
      .then((lost) => this.#abandon(lost))
      .catch((error: unknown) => logger.error({ err: error }, "Leases could not be renewed; it will be tried again."));
  }

  #onCommit(source: SendableSource): void {
    if (this.#running.size === 0 || this.#looking.has(source)) return;
    const look = setTimeout(() => {
      this.#looking.delete(source);
      this.#dropCancelled(source);
    }, lookAfterMs);
    this.#looking.set(source, look.unref());
  }

  #dropCancelled(source: SendableSource): void {
    const items = bySource(this.#running.values()).get(source);
    if (!items) return;
    source
      .stillRunning(items)
      .then((own) => this.#abandon(items.filter((item) => !own.has(item.pk))))
      .catch((error: unknown) =>
        this.#options.logger.error({ err: error }, "It could not be seen what was cancelled."),
      );
  }

  /** Forgets what is not ours any more, and tells it to end. */
  #abandon(items: readonly WorkItem[]): void {
    const gone = new Set(items);
    for (const [key, run] of this.#running) {
      if (!gone.has(run.item)) continue;
      this.#running.delete(key);
      run.abort.abort();
    }
  }
}

function bySource(runs: Iterable<Running>): Map<SendableSource, WorkItem[]> {
  const held = new Map<SendableSource, WorkItem[]>();
  for (const { source, item } of runs) held.set(source, [...(held.get(source) ?? []), item]);
  return held;
}

const after = (from: Date, ms: number): Date => new Date(from.getTime() + ms);
const queueOf = (lane: string, host: string): string => (host === "" ? `lane ${lane}` : `host ${host}`);
const keyOf = (lane: string, id: string): string => `${lane} ${id}`;

/** Waits for `work`, but no longer than that. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms).unref();
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}
