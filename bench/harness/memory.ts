/** Resident memory of a process and of all below it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

type Process = { pid: number; parent: number; rssBytes: number; command: string };

function fromProc(): Process[] {
  const pageBytes = 4096;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Process[] => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        const command = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
        return [{ pid: Number(name), parent: Number(fields[1]), rssBytes: Number(fields[21]) * pageBytes, command }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function fromPs(): Process[] {
  const lines = execFileSync("ps", ["-Ao", "pid=,ppid=,rss=,comm="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => {
    const [pid, parent, rssKiB, command = ""] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), rssBytes: Number(rssKiB) * 1024, command };
  });
}

/** Bytes of the process `pid` and its descendants; processes that they share count once. */
export function residentBytes(pid: number): number {
  const all = process.platform === "linux" ? fromProc() : fromPs();
  const family = new Set([pid]);
  let grown = true;
  while (grown) {
    grown = false;
    for (const one of all) {
      if (!family.has(one.parent) || family.has(one.pid)) continue;
      family.add(one.pid);
      grown = true;
    }
  }
  return all.filter((one) => family.has(one.pid)).reduce((sum, one) => sum + one.rssBytes, 0);
}

/** Looks every 100 ms until stopped; the highest that it saw. */
export function watchMemory(pid: number): { stop(): number } {
  let peak = residentBytes(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(pid));
  }, 100);
  return {
    stop() {
      clearInterval(timer);
      return Math.max(peak, residentBytes(pid));
    },
  };
}
