import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyDatabase } from "@/db/backup";
import type { Clock } from "@/lib/core/clock";
import { nextTimes } from "@/lib/core/schedule";
import type { Env } from "@/lib/env/env";
import type { PeriodicTask } from "@/lib/jobs/periodic";

type Settings = Pick<Env, "backup" | "dataDir" | "TOM_DATABASE_URL">;

const lookEveryMs = 60_000;
/** Only names of this form are ours to remove. */
const ours = /^tom-\d{8}T\d{6}Z\.db$/;

/** The backup as a task, where the environment gives it a schedule. */
export function backupTasks({ backup, dataDir, TOM_DATABASE_URL: url }: Settings, clock: Clock): PeriodicTask[] {
  if (backup === null) return [];
  const { schedule } = backup;
  const nextAfter = (after: Date): Date | null => {
    const [next] = nextTimes(schedule, after, 1);
    return next === undefined ? null : new Date(next);
  };
  return [
    {
      name: "backup",
      summary: `Copies the database to the folder backups of the data folder; ${backup.keep} copies are kept`,
      everyMs: lookEveryMs,
      times: { schedule, nextAfter },
      run: () => backUp(url?.replace(/^file:/, "") ?? join(dataDir, "tom.db"), resolve(dataDir), backup.keep, clock),
    },
  ];
}

/** One more copy; the oldest go. What is there under its own name is whole. */
async function backUp(file: string, dataDir: string, keep: number, clock: Clock): Promise<void> {
  const directory = join(dataDir, "backups");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const names = readdirSync(directory);
  for (const cutOff of names.filter((name) => ours.test(name.replace(/\.part$/, "")) && name.endsWith(".part"))) {
    rmSync(join(directory, cutOff), { force: true });
  }
  const name = `tom-${clock.now().toISOString().replace(/[-:]/g, "").slice(0, 15)}Z.db`;
  const part = join(directory, `${name}.part`);
  await copyDatabase(resolve(file), part);
  chmodSync(part, 0o600);
  renameSync(part, join(directory, name));
  const old = [...new Set([...names.filter((one) => ours.test(one)), name])].sort().slice(0, -keep);
  for (const one of old) rmSync(join(directory, one), { force: true });
}
