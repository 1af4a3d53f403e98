import { CalledWork } from "./called-work";
import type { JobEntry } from "./define-job";
import type { JobDependencies } from "./job-context";
import { createJobSource, laneOf } from "./job-source";

const leaseMs = 30_000;
const lookMs = 1_000;

/**
 * Works on one job in this process until it has ended, however often that takes: for a command that owns the data folder
 * while no engine runs. Where another process has it, this waits.
 */
export async function workHere(dependencies: JobDependencies, job: JobEntry, id: string): Promise<void> {
  const work = new CalledWork({
    ...dependencies,
    sources: [createJobSource({ ...dependencies, jobs: [job] })],
    leaseMs,
  });
  work.start();
  try {
    for (;;) {
      const outcome = await work.call(laneOf(job.kind), id, lookMs);
      if (outcome.is === "ended" || outcome.is === "unknown") return;
      if (outcome.is === "later") await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  } finally {
    await work.stop(lookMs);
  }
}
