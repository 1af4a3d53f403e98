"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 1_000;

/** Follows a run that is under way: shows the page anew when the run has ended, or has something else to say. */
export function AlertsKeeper({ runId, shown }: { runId: string; shown: string | null }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(async () => {
      const response = await fetch(`/api/v1/broker-runs/${runId}`).catch(() => null);
      if (!response?.ok) return;
      const run = (await response.json()) as { status: string; feedback: string | null };
      if (run.status !== "running" || run.feedback !== shown) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [runId, shown, router]);
  return null;
}
