import { letOthersGoFirst } from "@/lib/core/let-others-work";
import { type Lane, Lanes } from "./lanes";
import type { Settlement, WorkItem, WorkSource } from "./work";

type Options = {
  sources: readonly WorkSource[];
  concurrency: number;
  slowAfterMs: number;
  /** Called after an attempt ended and left its settlement to be written. */
  onEnded(): void;
};

const lookAhead = 32;
/** Of an attempt that takes longer, most is waiting for somebody else. */
const ownWorkMaxMs = 5;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** What this process has claimed: rows that wait for a place, attempts that run, settlements that wait to be written. */
export class Workers {
  readonly lanes: Lanes;
  readonly #laneOf = new Map<WorkItem, Lane>();
  readonly #running = new Map<WorkItem, { abort: AbortController; ended: Promise<void> }>();
  #settlements: Settlement[] = [];
  #door: Promise<void> = Promise.resolve();
  #lastTookMs = 0;
  #onEnded: () => void;

  constructor(options: Options) {
    this.#onEnded = options.onEnded;
    this.lanes = new Lanes(options.sources, { ...options, lookAhead, onFree: () => this.startWaiting() });
  }

  get held(): number {
    return this.#laneOf.size;
  }

  /** Settlements that are not written yet. */
  get unwritten(): number {
    return this.#settlements.length;
  }

  add(lane: Lane, items: readonly WorkItem[]): void {
    for (const item of items) this.#laneOf.set(item, lane);
    lane.waiting.push(...items);
  }

  startWaiting(): void {
    for (let next = this.lanes.next(); next; next = this.lanes.next()) {
      const abort = new AbortController();
      this.#running.set(next.item, { abort, ended: this.#run(next.lane, next.item, abort.signal) });
    }
  }

  async #run(lane: Lane, item: WorkItem, signal: AbortSignal): Promise<void> {
    // One after the other, and people before all of them: short attempts never go round the event loop by themselves.
    this.#door = this.#door.then(() => letOthersGoFirst(this.#lastTookMs));
    await this.#door;
    const startedMs = performance.now();
    // What was taken away from us meanwhile, cancelled say, does not start any more.
    const settlement = signal.aborted ? null : await item.run(signal);
    const tookMs = performance.now() - startedMs;
    this.#lastTookMs = Math.min(tookMs, ownWorkMaxMs);
    this.lanes.finished(lane, item, tookMs);
    this.#running.delete(item);
    // An attempt that was taken away from us has nothing to say any more.
    if (this.#laneOf.delete(item) && settlement !== null) this.#settlements.push(settlement);
    this.startWaiting();
    this.#onEnded();
  }

  takeSettlements(): Settlement[] {
    const taken = this.#settlements;
    this.#settlements = [];
    return taken;
  }

  putBack(settlements: readonly Settlement[]): void {
    this.#settlements = [...settlements, ...this.#settlements];
  }

  bySource(): Map<WorkSource, WorkItem[]> {
    const held = new Map<WorkSource, WorkItem[]>();
    for (const [item, lane] of this.#laneOf) {
      const items = held.get(lane.source);
      if (items) items.push(item);
      else held.set(lane.source, [item]);
    }
    return held;
  }

  /** Forgets what is not ours any more; what runs is told to end, and its result is dropped. */
  abandon(items: readonly WorkItem[]): void {
    for (const item of items) {
      const lane = this.#laneOf.get(item);
      this.#laneOf.delete(item);
      if (lane) this.lanes.dropped(lane, item);
      this.#running.get(item)?.abort.abort();
    }
  }

  /** Claimed, but not started. */
  notStarted(): WorkItem[] {
    return [...this.#laneOf.keys()].filter((item) => !this.#running.has(item));
  }

  async drain(limitMs: number): Promise<void> {
    await Promise.race([Promise.all([...this.#running.values()].map((run) => run.ended)), wait(limitMs)]);
  }
}
