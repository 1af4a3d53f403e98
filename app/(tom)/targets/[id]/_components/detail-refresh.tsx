"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/text";
import { toast } from "@/components/ui/toast";
import { fetchedSchema } from "@/lib/alerts/fetched-schema";
import { type FollowedJob, hasEnded, useJobs } from "../../../_components/use-jobs";
import { refreshTargetAction } from "../_server/actions";
import styles from "./detail.module.css";

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Whether a broker was not asked anew, as its answer of a moment ago is kept. */
const isKept = ({ result }: FollowedJob): boolean => (fetchedSchema.safeParse(result).data?.ageMs ?? 0) > 0;

/** Fetches the photometry anew from the brokers that know the target, in the background, and shows how far it is. */
export function RefreshButton({ targetId }: { targetId: string }) {
  const router = useRouter();
  const [jobIds, setJobIds] = useState<readonly string[]>([]);
  const [pending, start] = useTransition();
  const [finish] = useState(() => (jobs: readonly FollowedJob[]) => {
    setJobIds([]);
    const failed = jobs.find(({ status }) => status === "failed");
    const kept = jobs.find(isKept);
    if (failed === undefined && kept !== undefined)
      toast({ text: `A broker was asked a moment ago, and is not asked again yet: ${kept.message}.` });
    else if (failed === undefined) toast({ text: "The photometry is up to date." });
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
        <span>{jobs.find((job) => !hasEnded(job) && job.message !== "")?.message ?? "Fetching photometry"}</span>
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
