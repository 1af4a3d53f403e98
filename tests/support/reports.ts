import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { reviewReport } from "@/lib/alerts/commands/review-report";
import { sendReport } from "@/lib/alerts/commands/send-report";
import { createSendReportJob } from "@/lib/alerts/jobs/send-report";
import { getReport } from "@/lib/alerts/queries/list-reports";
import type { ReportDto } from "@/lib/alerts/types";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isTomError, type TomError } from "@/lib/core/errors";
import { readProduct } from "@/lib/data-products/queries/read-product";
import { createTestStore } from "@/lib/data-products/testing";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { addUser } from "@/lib/targets/testing";
import { startTns, type TnsBench } from "./tns";

/** For tests of reports to the TNS: a house with two people, candidates, and the stand-in that takes the reports. */

/** What a person adds to what the target says. */
export const typed = { reportingGroup: "130", discoverySource: "48", reporter: "A. Nova (Supernova team)" };

export async function failureOf(work: Promise<unknown>): Promise<TomError> {
  try {
    await work;
  } catch (error) {
    if (isTomError(error)) return error;
    throw error;
  }
  throw new Error("expected a failure");
}

const firstMjd = 60_500.25;
const impatient = { waitMs: (look: number) => (look < 4 ? 1 : null) };

export class ReportBed {
  /** Counts the candidates; each lies a degree from the one before. */
  serial = 0;

  readonly store = createTestStore();

  private constructor(
    readonly database: TestDatabase,
    readonly ann: Context,
    readonly eve: Context,
    readonly bench: TnsBench,
  ) {}

  static async start(): Promise<ReportBed> {
    const database = await createTestDatabase();
    return new ReportBed(database, await addUser(database, "ann"), await addUser(database, "eve"), await startTns());
  }

  async close(): Promise<void> {
    await this.bench.close();
    await this.database.destroy();
    this.store.destroy();
  }

  get brokers(): BrokerRegistry {
    return this.bench.brokers;
  }

  /** A candidate of ZTF, with limits, detections, and what must not count. */
  async candidate(ctx: Context = this.ann, fields: Record<string, unknown> = {}) {
    this.serial += 1;
    const internal = `ZTF26rep${String.fromCharCode(97 + this.serial)}aaa`;
    const target = await createTarget({
      ctx,
      input: {
        name: internal,
        type: "SIDEREAL",
        raDeg: 30 + this.serial,
        decDeg: -20.5,
        visibility: "private",
        ...fields,
      },
    });
    const ztf = { source: "ZTF", instrument: "ZTF", telescope: "Palomar 48-inch", brightness: "difference" as const };
    const point = { ...ztf, magErr: 0.1, magSystem: "AB" as const };
    await addPhotometry({
      ctx,
      input: {
        targetId: target.id,
        via: "api",
        rows: [
          { ...ztf, observedAtMjd: firstMjd - 9, band: "g", limitMag: 20.1 },
          { ...ztf, observedAtMjd: firstMjd - 3, band: "g", limitMag: 20.5 },
          { ...point, observedAtMjd: firstMjd - 5, band: "r", mag: 19.9, forced: true },
          { ...point, observedAtMjd: firstMjd, band: "r", mag: 18.25 },
          { ...point, observedAtMjd: firstMjd + 1, band: "g", mag: 18.05 },
          { ...ztf, observedAtMjd: firstMjd + 2, band: "r", limitMag: 20.9 },
        ],
      },
    });
    return { id: target.id, internal };
  }

  review(
    targetId: string,
    parameters: Record<string, unknown> = typed,
    ctx: Context = this.ann,
    kind = "at",
  ): Promise<ReportDto> {
    const input = { targetId, brokerId: "tns", kind, prefill: true, parameters };
    return reviewReport({ ctx, brokers: this.brokers, input });
  }

  send(id: string, ctx: Context = this.ann): Promise<ReportDto> {
    return sendReport({ ctx, brokers: this.brokers, input: { id } });
  }

  /** One attempt of the job, as the engine makes it. */
  attempt(reportId: string, attempt = 1): Promise<unknown> {
    const job = createSendReportJob(this.brokers, {
      patience: impatient,
      readFile: (ctx, id) => readProduct(ctx, this.store, { id, maxBytes: 1_000_000 }),
    });
    const { signal } = new AbortController();
    return job.execute({ reportId }, { ctx: this.ann, jobId: "j", attempt, progress: () => {}, signal });
  }

  read(id: string, ctx: Context = this.ann): Promise<ReportDto> {
    return getReport(this.database.read, ctx.scope, id);
  }

  async namesOf(id: string): Promise<string[]> {
    const { name, aliases } = await getTarget(this.database.read, this.ann.scope, { id });
    return [name, ...aliases];
  }

  /** How many reports arrived at the TNS. */
  posts(): number {
    return this.bench.server.seen.filter(({ url }) => url.pathname === "/api/set/bulk-report").length;
  }
}
