"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 1_000;

/** Follows a run that is under way: asks for its state, and shows the page anew when it has ended. */
export function AlertsKeeper({ runId }: { runId: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(async () => {
      const response = await fetch(`/api/v1/broker-runs/${runId}`).catch(() => null);
      if (!response?.ok) return;
      const run = (await response.json()) as { status: string };
      if (run.status !== "running") router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [runId, router]);
  return null;
}
