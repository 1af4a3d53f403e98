import type { Context } from "@/lib/access/context";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import { claimDueQueries } from "../commands/claim-due-queries";
import { endLostRuns } from "../commands/run-lease";

const everyMs = 30_000;

/** Looks twice a minute for saved queries whose time has come, and for runs whose process died. */
export const dueQueriesTask = (house: () => Context, brokers: BrokerRegistry): PeriodicTask => ({
  name: "due-queries",
  summary: "Runs the saved queries whose time has come",
  everyMs,
  async run() {
    const ctx = house();
    await endLostRuns(ctx);
    const claimed = await claimDueQueries(ctx, brokers);
    if (claimed > 0) ctx.logger.info({ claimed }, "Saved queries run on their schedules.");
  },
});
