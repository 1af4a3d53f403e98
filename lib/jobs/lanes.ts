import { HostRooms } from "./host-rooms";
import type { LaneSpec, WorkItem, WorkSource } from "./work";

export type Lane = {
  readonly key: string;
  readonly source: WorkSource;
  readonly concurrency: number;
  readonly perHost: number | undefined;
  readonly isBatched: boolean;
  readonly waiting: WorkItem[];
  readonly running: Set<WorkItem>;
  /** Moving average of the attempts of this lane; null before the first. */
  averageMs: number | null;
  /** False after a claim that found fewer rows than asked for. */
  mayHaveWork: boolean;
};

type Options = {
  /** Places that all lanes share. */
  concurrency: number;
  /** After so long an attempt gives its shared place back and counts against its own lane only. */
  slowAfterMs: number;
  /** Rows claimed ahead for a lane whose attempts are short. */
  lookAhead: number;
  onFree(): void;
};

const shortMs = 20;

/**
 * Who goes next. Lanes take turns; each has a limit of its own; and an attempt that takes long leaves the shared places
 * to others, so that handlers which hang hold up only themselves. In all at most `concurrency` short attempts run at
 * once, and never more than the sum of the lanes' limits.
 */
export class Lanes {
  readonly all: readonly Lane[];
  readonly #byKey: ReadonlyMap<string, Lane>;
  readonly #sharing = new Map<WorkItem, NodeJS.Timeout>();
  #turn = 0;
  #claimTurn = 0;

  constructor(
    sources: readonly WorkSource[],
    private readonly options: Options,
  ) {
    this.all = sources.flatMap((source) => source.lanes.map((spec) => this.#lane(source, spec)));
    this.#byKey = new Map(this.all.map((lane) => [lane.key, lane]));
  }

  #lane(source: WorkSource, spec: LaneSpec): Lane {
    const concurrency = spec.concurrency ?? Math.max(1, Math.floor(this.options.concurrency / 2));
    return {
      key: spec.key,
      source,
      concurrency,
      perHost: spec.perHost,
      isBatched: spec.isBatched ?? false,
      waiting: [],
      running: new Set(),
      averageMs: null,
      mayHaveWork: true,
    };
  }

  get(key: string): Lane | undefined {
    return this.#byKey.get(key);
  }

  /** How many rows to claim for a lane now; 0 while it has enough. */
  #wanted(lane: Lane): number {
    if (!lane.mayHaveWork) return 0;
    const ahead = lane.averageMs !== null && lane.averageMs <= shortMs ? this.options.lookAhead : 0;
    const room = lane.concurrency + ahead - lane.running.size - lane.waiting.length;
    // Refill a long queue in large bites.
    return lane.waiting.length > ahead / 4 ? 0 : Math.max(0, room);
  }

  /** The lanes that may be given rows now, and how many. */
  toClaim(): { lane: Lane; limit: number }[] {
    return this.all.map((lane) => ({ lane, limit: this.#wanted(lane) })).filter(({ limit }) => limit > 0);
  }

  /** Lanes that ask one host share its places: none is always the first to be given rows. */
  inTurn<Item>(items: readonly Item[]): Item[] {
    const first = this.#claimTurn++ % Math.max(1, items.length);
    return [...items.slice(first), ...items.slice(0, first)];
  }

  /** Marks the next attempt as running; null when none may start. */
  next(): { lane: Lane; item: WorkItem } | null {
    const isFull = this.#sharing.size >= this.options.concurrency;
    for (let step = 0; step < this.all.length; step++) {
      const lane = this.all[(this.#turn + step) % this.all.length];
      if (!lane || lane.running.size >= lane.concurrency || (isFull && !lane.isBatched)) continue;
      const item = lane.waiting.shift();
      if (!item) continue;
      this.#turn = (this.#turn + step + 1) % this.all.length;
      lane.running.add(item);
      if (!lane.isBatched) this.#share(item);
      return { lane, item };
    }
    return null;
  }

  #share(item: WorkItem): void {
    const timer = setTimeout(() => {
      this.#sharing.delete(item);
      this.options.onFree();
    }, this.options.slowAfterMs);
    this.#sharing.set(item, timer.unref());
  }

  finished(lane: Lane, item: WorkItem, tookMs: number): void {
    lane.running.delete(item);
    clearTimeout(this.#sharing.get(item));
    this.#sharing.delete(item);
    this.#left(item);
    lane.averageMs = lane.averageMs === null ? tookMs : lane.averageMs * 0.8 + tookMs * 0.2;
  }

  /** A row that waited for its place is not ours any more. */
  dropped(lane: Lane, item: WorkItem): void {
    const at = lane.waiting.indexOf(item);
    if (at < 0) return;
    lane.waiting.splice(at, 1);
    this.#left(item);
  }

  /** Whoever waits for this host may go on. */
  #left({ host }: WorkItem): void {
    if (host === "") return;
    for (const lane of this.all) if (lane.perHost !== undefined) lane.mayHaveWork = true;
  }

  /** How many more may ask each host, from what this process holds. */
  rooms(): HostRooms {
    return new HostRooms(this.all.flatMap((lane) => [...lane.running, ...lane.waiting]));
  }

  /** Everything claimed by this process, by source. */
  held(): Map<WorkSource, WorkItem[]> {
    const held = new Map<WorkSource, WorkItem[]>();
    for (const lane of this.all) {
      const items = [...lane.running, ...lane.waiting];
      if (items.length > 0) held.set(lane.source, [...(held.get(lane.source) ?? []), ...items]);
    }
    return held;
  }

  count(): { running: number; waiting: number } {
    const sum = (of: (lane: Lane) => number): number => this.all.reduce((total, lane) => total + of(lane), 0);
    return { running: sum((lane) => lane.running.size), waiting: sum((lane) => lane.waiting.length) };
  }
}
