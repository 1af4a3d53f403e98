import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { copyDatabase } from "@/db/backup";
import { nextTimes, scheduleSchema } from "@/lib/alerts/schedule-schema";
import type { Clock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { Env } from "@/lib/env/env";
import type { PeriodicTask } from "@/lib/jobs/periodic";

type Settings = Pick<Env, "backup" | "dataDir" | "TOM_DATABASE_URL">;

const lookEveryMs = 60_000;
/** Only names of this form are ours to remove. */
const ours = /^tom-\d{8}T\d{6}Z\.db$/;

/** The backup as a task, where the environment gives it a schedule. @throws MISCONFIGURED for one that cannot be read */
export function backupTasks({ backup, dataDir, TOM_DATABASE_URL: url }: Settings, clock: Clock): PeriodicTask[] {
  if (backup === null) return [];
  const parsed = scheduleSchema.safeParse(backup.schedule);
  if (!parsed.success) {
    const why = parsed.error.issues[0]?.message ?? "";
    throw new TomError("MISCONFIGURED", `The environment is not right: TOM_BACKUP_SCHEDULE: ${why}`);
  }
  const schedule = parsed.data;
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
