import type { Tx } from "@/db/write";
import { letOthersGoFirst } from "@/lib/core/let-others-work";
import type { Engine } from "./engine";
import { failureText } from "./failure-text";
import type { Lane } from "./lanes";
import type { LoopOptions } from "./loop-options";
import { settle } from "./settle";
import type { EngineState } from "./types";
import type { Settlement, WorkItem, WorkSource } from "./work";
import { Workers } from "./workers";

type Claimed = { lane: Lane; limit: number; items: readonly WorkItem[] };

const flushAfterMs = 10;
const flushAtOnce = 64;
const retryMs = 1_000;

/**
 * One turn at a time: a single transaction writes how attempts ended, takes in what came, and claims what may start.
 * Nothing is open while attempts run. Between turns it sleeps until a commit, the next due time or a lease wakes it.
 */
export class WorkLoop implements Engine {
  readonly #options: LoopOptions;
  readonly #workers: Workers;
  readonly #intake = new Set<WorkSource>();
  #reclaim: "none" | "expired" | "all" = "none";
  #retire = false;
  #checkCancelled = false;
  #flushNow = false;
  #renewedMs = 0;
  #polledMs = 0;
  #started = false;
  #claiming = false;
  #again = false;
  #turning: Promise<void> | null = null;
  #failure: EngineState["failure"] = null;
  #reconciledAt: string | null = null;
  #wakeTimer: NodeJS.Timeout | undefined;
  #flushTimer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor(options: LoopOptions) {
    this.#options = options;
    this.#workers = new Workers({ ...options, onEnded: () => this.#onEnded() });
  }

  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    this.#claiming = true;
    const { database, sources, exclusive } = this.#options;
    this.#unsubscribe = sources.map((source) => database.gate.subscribe(source.topic, () => this.#onCommit(source)));
    this.#reclaim = exclusive ? "all" : "expired";
    this.#retire = true;
    this.#renewedMs = performance.now();
    this.poke();
    await this.#turning;
  }

  async stop(drainMs: number): Promise<void> {
    if (!this.#started) return;
    this.#claiming = false;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    await this.#turning;
    const given = this.#giveBack(this.#workers.notStarted());
    this.#workers.putBack(given);
    await this.#workers.drain(drainMs);
    this.#started = false;
    clearTimeout(this.#wakeTimer);
    clearTimeout(this.#flushTimer);
    await this.#turning;
    const unfinished = this.#giveBack([...this.#workers.bySource().values()].flat());
    const last = [...this.#workers.takeSettlements(), ...unfinished];
    if (last.length > 0) await this.#options.database.write((tx) => settle(tx, last));
  }

  poke(): void {
    for (const source of this.#options.sources) this.#intake.add(source);
    for (const lane of this.#workers.lanes.all) lane.mayHaveWork = true;
    this.#wake();
  }

  state(): EngineState {
    const status = !this.#started ? "stopped" : this.#failure === null ? "running" : "failing";
    const { lanes } = this.#workers;
    return { status, ...lanes.count(), failure: this.#failure, reconciledAt: this.#reconciledAt, outside: null };
  }

  /** Statements that return these rows; their attempts, if they run, are told to end. */
  #giveBack(items: readonly WorkItem[]): Settlement[] {
    const now = this.#options.clock.now();
    const mine = new Set(items);
    const settlements = [...this.#workers.bySource()].map(([source, held]) =>
      source.release(
        held.filter((item) => mine.has(item)),
        now,
      ),
    );
    this.#workers.abandon(items);
    return settlements;
  }

  #onCommit(source: WorkSource): void {
    this.#intake.add(source);
    this.#checkCancelled = true;
    this.#wake();
  }

  #onEnded(): void {
    if (this.#mustFlush() || this.#toClaim().length > 0) {
      this.#wake();
      return;
    }
    this.#flushTimer ??= setTimeout(() => {
      this.#flushTimer = undefined;
      this.#flushNow = true;
      this.#wake();
    }, flushAfterMs).unref();
  }

  #wake(): void {
    if (!this.#started) return;
    this.#again = true;
    // While the database fails, the timer alone tries again.
    if (this.#turning !== null || this.#failure !== null) return;
    this.#begin();
  }

  #begin(): void {
    this.#turning = this.#turns().finally(() => {
      this.#turning = null;
      if (this.#again && this.#failure === null) this.#wake();
    });
  }

  async #turns(): Promise<void> {
    try {
      while (this.#again && this.#started) {
        this.#again = false;
        if (this.#checkCancelled) await this.#dropCancelled();
        while (this.#started && this.#hasWork()) {
          const began = performance.now();
          await this.#turn();
          // A backlog of thousands of events is a hundred turns: people are answered between them.
          await letOthersGoFirst(performance.now() - began);
        }
        await this.#planSleep();
      }
      this.#failure = null;
    } catch (error) {
      this.#failure = { at: this.#options.clock.now().toISOString(), message: failureText(error) };
      this.#options.logger.error({ err: error }, "The engine could not use the database; it will try again.");
      this.#setWake(retryMs, () => {
        this.#checkCancelled = true;
        this.#again = true;
        if (this.#turning === null && this.#started) this.#begin();
      });
    }
  }

  #hasWork(): boolean {
    if (this.#mustFlush()) return true;
    if (!this.#claiming) return false;
    return this.#intake.size > 0 || this.#reclaim !== "none" || this.#renewalDue() || this.#toClaim().length > 0;
  }

  #mustFlush(): boolean {
    const count = this.#workers.unwritten;
    return count > 0 && (this.#flushNow || count >= flushAtOnce || this.#workers.held === 0);
  }

  #renewalDue(): boolean {
    return this.#workers.held > 0 && performance.now() - this.#renewedMs > this.#options.leaseMs / 3;
  }

  #toClaim(): { lane: Lane; limit: number }[] {
    return this.#claiming ? this.#workers.lanes.toClaim() : [];
  }

  async #turn(): Promise<void> {
    const settlements = this.#workers.takeSettlements();
    const intake = this.#claiming ? [...this.#intake] : [];
    const reclaim = this.#claiming ? this.#reclaim : "none";
    const renew = reclaim !== "none" || this.#renewalDue();
    for (const source of intake) this.#intake.delete(source);
    this.#flushNow = false;
    try {
      const done = await this.#options.database.write(async (tx) => {
        await settle(tx, settlements);
        const lost = renew ? await this.#renew(tx) : [];
        if (reclaim !== "none") await this.#reclaimAll(tx, reclaim === "all");
        const more = await this.#takeIn(tx, intake);
        return { lost, more, claims: await this.#claim(tx) };
      });
      if (renew) this.#renewedMs = performance.now();
      if (reclaim !== "none") {
        this.#reclaim = "none";
        this.#retire = false;
      }
      for (const source of done.more) this.#intake.add(source);
      this.#workers.abandon(done.lost);
      this.#addClaims(done.claims);
    } catch (error) {
      this.#workers.putBack(settlements);
      for (const source of intake) this.#intake.add(source);
      throw error;
    }
  }

  async #renew(tx: Tx): Promise<WorkItem[]> {
    const lost: WorkItem[] = [];
    const leaseUntil = this.#leaseUntil();
    for (const [source, items] of this.#workers.bySource()) {
      const own = await source.renew(tx, items, leaseUntil);
      lost.push(...items.filter((item) => !own.has(item.pk)));
    }
    return lost;
  }

  async #reclaimAll(tx: Tx, all: boolean): Promise<void> {
    const now = this.#options.clock.now();
    for (const source of this.#options.sources) {
      if (this.#retire) await source.retire(tx, now);
      await source.reclaim(tx, now, all);
    }
    for (const lane of this.#workers.lanes.all) lane.mayHaveWork = true;
  }

  async #takeIn(tx: Tx, sources: readonly WorkSource[]): Promise<WorkSource[]> {
    const more: WorkSource[] = [];
    for (const source of sources) {
      const came = await source.takeIn(tx, this.#options.clock.now());
      if (came.more) more.push(source);
      for (const key of came.lanes) {
        const lane = this.#workers.lanes.get(key);
        if (lane) lane.mayHaveWork = true;
      }
    }
    return more;
  }

  async #claim(tx: Tx): Promise<Claimed[]> {
    const claims: Claimed[] = [];
    const [now, leaseUntil] = [this.#options.clock.now(), this.#leaseUntil()];
    const rooms = this.#workers.lanes.rooms();
    for (const { lane, limit } of this.#workers.lanes.inTurn(this.#toClaim())) {
      const roomAt = rooms.roomFor(lane.perHost);
      const items = await lane.source.claim(tx, { lane: lane.key, limit, now, leaseUntil, roomAt });
      rooms.take(items);
      claims.push({ lane, limit, items });
    }
    return claims;
  }

  #addClaims(claims: readonly Claimed[]): void {
    for (const { lane, limit, items } of claims) {
      if (items.length < limit) lane.mayHaveWork = false;
      this.#workers.add(lane, items);
    }
    this.#workers.startWaiting();
  }

  #leaseUntil(): Date {
    return new Date(this.#options.clock.now().getTime() + this.#options.leaseMs);
  }

  async #dropCancelled(): Promise<void> {
    this.#checkCancelled = false;
    for (const [source, items] of this.#workers.bySource()) {
      const running = await source.stillRunning(items);
      this.#workers.abandon(items.filter((item) => !running.has(item.pk)));
    }
  }

  /** Finds out when there will be something to do, and sleeps until then. */
  async #planSleep(): Promise<void> {
    if (!this.#claiming) return;
    const { sources, pollMs, leaseMs, clock } = this.#options;
    const nowMs = clock.now().getTime();
    const poll = performance.now() - this.#polledMs >= pollMs;
    const waitsMs = [pollMs];
    for (const source of sources) {
      if (poll && (await source.hasIntake())) this.#intake.add(source);
      const leaseEnd = await source.nextLeaseEnd();
      if (leaseEnd !== null && leaseEnd.getTime() < nowMs) this.#reclaim = "expired";
      else if (leaseEnd !== null) waitsMs.push(leaseEnd.getTime() - nowMs + 1);
    }
    if (poll) {
      this.#polledMs = performance.now();
      this.#reconciledAt = clock.now().toISOString();
    }
    for (const lane of this.#workers.lanes.all.filter((one) => !one.mayHaveWork)) {
      const due = await lane.source.nextDueAt(lane.key, this.#workers.lanes.rooms().roomFor(lane.perHost));
      if (due !== null && due.getTime() <= nowMs) lane.mayHaveWork = true;
      else if (due !== null) waitsMs.push(due.getTime() - nowMs);
    }
    if (this.#workers.held > 0) waitsMs.push(leaseMs / 3);
    if (this.#hasWork()) this.#again = true;
    else this.#setWake(Math.min(...waitsMs), () => this.#wake());
  }

  #setWake(afterMs: number, wake: () => void): void {
    clearTimeout(this.#wakeTimer);
    this.#wakeTimer = setTimeout(wake, Math.max(1, Math.ceil(afterMs))).unref();
  }
}
