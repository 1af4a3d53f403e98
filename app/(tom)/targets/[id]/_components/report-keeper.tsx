"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMs = 1_000;

/** Follows a report that goes on by itself: shows the page anew when it stands otherwise. */
export function ReportKeeper({ reportId, shown }: { reportId: string; shown: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(async () => {
      const response = await fetch(`/api/v1/reports/${reportId}`).catch(() => null);
      if (!response?.ok) return;
      const report = (await response.json()) as { updatedAt: string };
      if (report.updatedAt !== shown) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [reportId, shown, router]);
  return null;
}
