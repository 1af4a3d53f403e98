"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import * as z from "zod";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/text";
import { toast } from "@/components/ui/toast";
import { refreshTargetAction } from "../_server/actions";
import styles from "./detail.module.css";

const jobShape = z.object({
  status: z.enum(["queued", "running", "done", "failed", "cancelled"]),
  done: z.number(),
  total: z.number().nullable(),
  message: z.string(),
});
type Job = z.infer<typeof jobShape>;

const ended = ({ status }: Job): boolean => status === "done" || status === "failed" || status === "cancelled";
const everyMs = 1000;
const patienceTimes = 5;

async function readJob(id: string, signal: AbortSignal): Promise<Job | null> {
  try {
    const response = await fetch(`/api/v1/jobs/${id}`, { signal, credentials: "same-origin" });
    return response.ok ? jobShape.parse(await response.json()) : null;
  } catch {
    return null;
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Follows jobs until all have ended; `onEnd` hears it once. Without an answer for some seconds it gives up quietly. */
function useJobs(ids: readonly string[], onEnd: (jobs: readonly Job[]) => void): readonly Job[] {
  const [jobs, setJobs] = useState<readonly Job[]>([]);
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
      if (failures >= patienceTimes || (failures === 0 && read.every(ended))) onEnd(read);
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

/** Fetches the photometry anew from the brokers that know the target, in the background, and shows how far it is. */
export function RefreshButton({ targetId }: { targetId: string }) {
  const router = useRouter();
  const [jobIds, setJobIds] = useState<readonly string[]>([]);
  const [pending, start] = useTransition();
  const [finish] = useState(() => (jobs: readonly Job[]) => {
    setJobIds([]);
    const failed = jobs.find(({ status }) => status === "failed");
    if (failed === undefined) toast({ text: "The photometry is up to date." });
    else toast({ text: failed.message || "The photometry could not be fetched.", tone: "bad" });
    router.refresh();
  });
  const jobs = useJobs(jobIds, finish);
  const refresh = () =>
    start(async () => {
      const result = await refreshTargetAction({ id: targetId });
      if (result.ok) setJobIds(result.data.jobIds);
      else toast({ text: result.error.message, tone: "bad" });
    });
  if (jobIds.length > 0) {
    const known = jobs.length > 0 && jobs.every(({ total }) => total !== null);
    return (
      <span className={styles.job} role="status">
        <span>{jobs.find((job) => !ended(job) && job.message !== "")?.message ?? "Fetching photometry"}</span>
        <Progress
          label="Fetching photometry"
          done={sum(jobs.map(({ done }) => done))}
          total={known ? sum(jobs.map(({ total }) => total ?? 0)) : null}
        />
      </span>
    );
  }
  return (
    <Button
      icon="refresh-cw"
      aria-disabled={pending}
      title="Fetch photometry anew from the brokers"
      onClick={pending ? undefined : refresh}
    >
      Refresh
    </Button>
  );
}
