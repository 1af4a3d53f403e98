import type { Database } from "@/db/client";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import { failureText } from "./failure-text";
import { lostAfterMs as defaultLostAfterMs, isProbablyLost, type LaneCalls } from "./resend";
import { settle } from "./settle";
import type { EngineState } from "./types";
import type { SendableSource, Settlement, UnsentRow } from "./work";

type Options = {
  database: Database;
  clock: Clock;
  logger: Logger;
  sources: readonly SendableSource[];
  /** True where no other process can hold leases: what is running at start was cut off. */
  exclusive: boolean;
  /** How often to look for what other processes wrote, and for what the outside engine lost. */
  pollMs: number;
  /** Whether the outside engine can be given rows now. */
  isReady(): boolean;
  /** Gives rows to the outside engine; resolves when it has accepted all of them. */
  send(rows: readonly UnsentRow[]): Promise<void>;
  callsOf(lane: string, host: string): LaneCalls;
  /** A row that was not called for is looked at after so long; default 15 s. */
  lostAfterMs?: number;
};

const rowsPerSend = 200;
const retryMs = [1_000, 2_000, 5_000, 10_000] as const;

/**
 * Brings what waits in the database to an engine outside: writes runs for committed events, sends rows that are due,
 * marks them once accepted, and sends again what the other side seems to have lost. Nothing is forgotten before the
 * database says that it is done.
 */
export class SendLoop {
  readonly #options: Options;
  readonly #intake = new Set<SendableSource>();
  #reclaim: "none" | "expired" | "all" = "none";
  #retire = false;
  #sent: Settlement[] = [];
  #started = false;
  #again = false;
  #turning: Promise<void> | null = null;
  #failures = 0;
  #failure: EngineState["failure"] = null;
  #reconciledAt: string | null = null;
  #timer: NodeJS.Timeout | undefined;
  #unsubscribe: (() => void)[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  get failure(): EngineState["failure"] {
    return this.#failure;
  }

  get reconciledAt(): string | null {
    return this.#reconciledAt;
  }

  /** The first turn has ended when it answers. */
  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    const { database, sources, exclusive } = this.#options;
    this.#unsubscribe = sources.map((source) => database.gate.subscribe(source.topic, () => this.#onCommit(source)));
    this.#reclaim = exclusive ? "all" : "expired";
    this.#retire = true;
    this.poke();
    await this.#turning;
  }

  async stop(): Promise<void> {
    this.#started = false;
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    clearTimeout(this.#timer);
    await this.#turning;
    await this.#writeSent();
  }

  /** Looks now: for events, for rows to send, for rows that were lost. */
  poke(): void {
    for (const source of this.#options.sources) this.#intake.add(source);
    this.#wake();
  }

  /** The outside engine does not know any more what it was given: everything that still waits is sent again. */
  async forgetSent(): Promise<void> {
    const { database, sources } = this.#options;
    await database.write((tx) => settle(tx, [...this.#takeSent(), ...sources.map((source) => source.forget("all"))]));
    this.poke();
  }

  /** Looks for what the outside engine lost. Answers how many rows are sent again. */
  async reconcile(): Promise<number> {
    const { database, sources, clock, callsOf, logger, lostAfterMs = defaultLostAfterMs } = this.#options;
    const now = clock.now();
    const before = new Date(now.getTime() - lostAfterMs);
    const lost: Settlement[] = [];
    let count = 0;
    for (const source of sources) {
      const rows = await source.sentBefore(before, 1_000);
      const pks = rows
        .filter((row) => isProbablyLost(row, callsOf(row.lane, row.host), now, lostAfterMs))
        .map((row) => row.pk);
      for (let from = 0; from < pks.length; from += rowsPerSend)
        lost.push(source.forget(pks.slice(from, from + rowsPerSend)));
      count += pks.length;
    }
    if (count > 0) {
      logger.warn({ count }, "The outside engine has not called for some work; it is sent again.");
      await database.write((tx) => settle(tx, lost));
    }
    this.#reconciledAt = now.toISOString();
    this.poke();
    return count;
  }

  #onCommit(source: SendableSource): void {
    this.#intake.add(source);
    this.#wake();
  }

  #wake(): void {
    if (!this.#started) return;
    this.#again = true;
    // While something fails, the timer alone tries again.
    if (this.#turning !== null || this.#failures > 0) return;
    this.#begin();
  }

  #begin(): void {
    this.#turning = this.#turns().finally(() => {
      this.#turning = null;
      if (this.#again && this.#failures === 0) this.#wake();
    });
  }

  async #turns(): Promise<void> {
    try {
      while (this.#again && this.#started) {
        this.#again = false;
        await this.#takeIn();
        this.#failure = null;
        if (this.#options.isReady()) await this.#sendDue();
        await this.#planSleep();
      }
      this.#failures = 0;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What went wrong outside is told by who speaks to the outside; what went wrong here, is told here. */
  #fail(error: unknown): void {
    const { clock, logger } = this.#options;
    const waitMs = retryMs[Math.min(this.#failures, retryMs.length - 1)] ?? 1_000;
    this.#failures++;
    if (error instanceof SendFailure) {
      logger.warn({ err: error.cause }, "The outside engine did not accept work; it will be tried again.");
    } else {
      this.#failure = { at: clock.now().toISOString(), message: failureText(error) };
      logger.error({ err: error }, "The engine could not use the database; it will try again.");
    }
    this.#sleep(waitMs);
  }

  async #takeIn(): Promise<void> {
    const { database, clock, sources } = this.#options;
    for (let more = true; more; ) {
      const intake = [...this.#intake];
      const reclaim = this.#reclaim;
      if (intake.length === 0 && reclaim === "none") return;
      const sent = this.#takeSent();
      this.#intake.clear();
      try {
        const left = await database.write(async (tx) => {
          await settle(tx, sent);
          const now = clock.now();
          if (reclaim !== "none") {
            for (const source of sources) {
              if (this.#retire) await source.retire(tx, now);
              await source.reclaim(tx, now, reclaim === "all");
            }
          }
          const unfinished: SendableSource[] = [];
          for (const source of intake) if ((await source.takeIn(tx, now)).more) unfinished.push(source);
          return unfinished;
        });
        this.#reclaim = "none";
        this.#retire = false;
        for (const source of left) this.#intake.add(source);
        more = left.length > 0;
      } catch (error) {
        this.#sent = [...sent, ...this.#sent];
        for (const source of intake) this.#intake.add(source);
        throw error;
      }
    }
  }

  async #sendDue(): Promise<void> {
    await this.#writeSent();
    for (const source of this.#options.sources) {
      for (let more = this.#started; more; ) {
        const rows = await source.unsent(this.#options.clock.now(), rowsPerSend);
        if (rows.length === 0) break;
        await this.#options.send(rows).catch((error: unknown) => {
          throw new SendFailure("Not accepted.", { cause: error });
        });
        this.#sent.push(
          source.markSent(
            rows.map((row) => row.pk),
            this.#options.clock.now(),
          ),
        );
        await this.#writeSent();
        more = rows.length === rowsPerSend && this.#started;
      }
    }
  }

  #takeSent(): Settlement[] {
    const taken = this.#sent;
    this.#sent = [];
    return taken;
  }

  /** What could not be marked is kept, and marked before anything else is sent. */
  async #writeSent(): Promise<void> {
    const sent = this.#takeSent();
    if (sent.length === 0) return;
    try {
      await this.#options.database.write((tx) => settle(tx, sent));
    } catch (error) {
      this.#sent = [...sent, ...this.#sent];
      throw error;
    }
  }

  async #planSleep(): Promise<void> {
    const { sources, pollMs, clock, isReady } = this.#options;
    const nowMs = clock.now().getTime();
    const waitsMs = [pollMs];
    for (const source of sources) {
      if (await source.hasIntake()) this.#intake.add(source);
      const leaseEnd = await source.nextLeaseEnd();
      if (leaseEnd !== null && leaseEnd.getTime() < nowMs) this.#reclaim = "expired";
      else if (leaseEnd !== null) waitsMs.push(leaseEnd.getTime() - nowMs + 1);
      const due = isReady() ? await source.nextUnsentAt() : null;
      if (due !== null) waitsMs.push(due.getTime() - nowMs);
    }
    if (this.#intake.size > 0 || this.#reclaim !== "none") this.#again = true;
    else this.#sleep(Math.min(...waitsMs));
  }

  #sleep(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#again = true;
        if (this.#turning === null && this.#started) this.#begin();
      },
      Math.max(1, Math.ceil(ms)),
    ).unref();
  }
}

class SendFailure extends Error {}
