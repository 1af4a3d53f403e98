import { cron, type Inngest, type InngestFunction } from "inngest";
import type { CalledEngine } from "../work-function";

/** Every minute: takes in what the outbox holds, and sends again what was accepted and never called for. */
export const reconcile = (client: Inngest, engine: CalledEngine): InngestFunction.Any =>
  client.createFunction(
    {
      id: "outbox-reconcile",
      name: "Outbox: reconcile",
      triggers: [cron("* * * * *")],
      concurrency: { limit: 1 },
      retries: 0,
    },
    async () => ({ sentAgain: await engine.reconcile() }),
  );
