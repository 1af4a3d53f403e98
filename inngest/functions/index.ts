import type { Inngest, InngestFunction } from "inngest";
import type { HandlerEntry } from "@/lib/hooks/registry";
import type { JobEntry } from "@/lib/jobs/define-job";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import { runHandler } from "./hooks/run-handler";
import { runJob } from "./jobs/run-job";
import { reconcile } from "./outbox/reconcile";
import { runTask } from "./schedules/run-task";
import type { CalledEngine } from "./work-function";

export type Work = {
  handlers: readonly HandlerEntry[];
  jobs: readonly JobEntry[];
  tasks: readonly PeriodicTask[];
};

/** Everything that Inngest can call here: one function a handler, a kind of job and a task, and the reconciler. */
export const functionsOf = (client: Inngest, engine: CalledEngine, work: Work): InngestFunction.Any[] => [
  ...work.handlers.map((handler) => runHandler(client, engine, handler)),
  ...work.jobs.map((job) => runJob(client, engine, job)),
  ...work.tasks.map((task) => runTask(client, engine, task)),
  reconcile(client, engine),
];
