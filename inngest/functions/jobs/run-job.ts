import type { Inngest, InngestFunction } from "inngest";
import type { JobEntry } from "@/lib/jobs/define-job";
import { attemptsMaxOf, laneOf } from "@/lib/jobs/job-source";
import { eventOf } from "../../events";
import { type CalledEngine, workFunction } from "../work-function";

/** One function for one kind of long work. It goes on in this process for as long as it takes; the function looks in. */
export const runJob = (client: Inngest, engine: CalledEngine, job: JobEntry): InngestFunction.Any =>
  workFunction({
    client,
    engine,
    id: `job-${job.kind}`,
    name: `Job: ${job.kind}`,
    description: "Long work with progress, asked for by a person or by the house",
    event: eventOf(laneOf(job.kind)),
    lane: laneOf(job.kind),
    concurrency: job.concurrency,
    perHost: job.perHost,
    attemptsMax: attemptsMaxOf(job),
  });
