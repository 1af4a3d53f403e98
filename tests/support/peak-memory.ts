import { readFileSync, writeFileSync } from "node:fs";

/** The highest resident memory of another process, as the kernel keeps it; Linux only. */

const field = (pid: number, name: string): number => {
  const [, kibi] = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kibi) * 1024;
};

export const canTellPeaks = process.platform === "linux";

/** Bytes now; from here on the kernel remembers the highest. */
export function restartPeak(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
  return field(pid, "VmRSS");
}

/** Bytes at the highest since `restartPeak`. */
export const peakBytes = (pid: number): number => field(pid, "VmHWM");
