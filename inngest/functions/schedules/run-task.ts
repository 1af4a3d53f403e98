import { cron, type Inngest, type InngestFunction } from "inngest";
import { cronOf } from "@/lib/jobs/cron-of";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import type { CalledEngine } from "../work-function";

/**
 * One function for one periodic task. The turn is marked in our own database: a tick that comes twice, or that this
 * process took itself because it was long in coming, runs it once.
 */
export const runTask = (client: Inngest, engine: CalledEngine, task: PeriodicTask): InngestFunction.Any =>
  client.createFunction(
    {
      id: `task-${task.name}`,
      name: `Task: ${task.name}`,
      triggers: [cron(task.times?.schedule ?? cronOf(task.everyMs, task.name))],
      concurrency: { limit: 1 },
      // What was missed comes with the next tick.
      retries: 0,
    },
    async () => {
      await engine.runTask(task.name);
      return { state: "done" };
    },
  );
