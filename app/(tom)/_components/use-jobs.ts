"use client";

import { useEffect, useState } from "react";
import * as z from "zod";

const jobShape = z.object({
  status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  done: z.number(),
  total: z.number().nullable(),
  message: z.string(),
  /** What it made, in the shape that its kind has. */
  result: z.unknown(),
});
export type FollowedJob = z.infer<typeof jobShape>;

export const hasEnded = ({ status }: FollowedJob): boolean =>
  status === "done" || status === "failed" || status === "cancelled";
const everyMs = 1000;
const patienceTimes = 5;

async function readJob(id: string, signal: AbortSignal): Promise<FollowedJob | null> {
  try {
    const response = await fetch(`/api/v1/jobs/${id}`, { signal, credentials: "same-origin" });
    return response.ok ? jobShape.parse(await response.json()) : null;
  } catch {
    return null;
  }
}

/** Follows jobs until all have ended; `onEnd` hears it once. Without an answer for some seconds it gives up quietly. */
export function useJobs(ids: readonly string[], onEnd: (jobs: readonly FollowedJob[]) => void): readonly FollowedJob[] {
  const [jobs, setJobs] = useState<readonly FollowedJob[]>([]);
  const key = ids.join(",");
  useEffect(() => {
    if (key === "") return;
    const control = new AbortController();
    let failures = 0;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      const found = await Promise.all(key.split(",").map((id) => readJob(id, control.signal)));
      if (control.signal.aborted) return;
      const read = found.flatMap((job) => (job === null ? [] : [job]));
      failures = read.length === 0 ? failures + 1 : 0;
      setJobs(read);
      if (failures >= patienceTimes || (failures === 0 && read.every(hasEnded))) onEnd(read);
      else timer = setTimeout(look, everyMs);
    };
    void look();
    return () => {
      control.abort();
      clearTimeout(timer);
    };
  }, [key, onEnd]);
  return jobs;
}
