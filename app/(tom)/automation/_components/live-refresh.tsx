"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const busyMs = 2_000;
const calmMs = 10_000;

/** Reads the page anew while somebody looks at it: often while something is under way, now and then otherwise. */
export function LiveRefresh({ busy }: { busy: boolean }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(
      () => {
        if (document.visibilityState === "visible") router.refresh();
      },
      busy ? busyMs : calmMs,
    );
    return () => clearInterval(timer);
  }, [busy, router]);
  return null;
}
