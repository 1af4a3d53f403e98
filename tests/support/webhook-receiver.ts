import { eq, sql } from "drizzle-orm";
import { hookRuns } from "@/db/schema/events";
import { type FaultServer, startFaultServer } from "@/lib/http/testing/fault-server";
import { furnish } from "./furnish";

/** A receiver of webhooks on loopback: what it was sent is in `seen`, a `fault` makes it refuse. */
export type WebhookReceiver = FaultServer;

export const startWebhookReceiver = (): Promise<WebhookReceiver> => startFaultServer(() => ({ body: "{}" }));

/** The answer of a receiver that knows no such address. */
export const refusing = { kind: "status", status: 404 } as const;

/** As if every attempt that a handler had left had been made, and refused. No server may run on the folder. */
export const spendAttempts = (dataDir: string, handler: string): Promise<void> =>
  furnish(dataDir, ({ database }) =>
    database.write(async (tx) => {
      const over = {
        status: "failed" as const,
        attempts: sql`${hookRuns.attemptsMax}`,
        finishedAt: hookRuns.startedAt,
      };
      await tx.update(hookRuns).set(over).where(eq(hookRuns.handler, handler));
    }),
  );
