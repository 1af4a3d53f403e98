import { clockSentence, isClockWrong } from "@/lib/http/clock-watch";
import type { EngineState } from "@/lib/jobs/types";
import { findServices } from "./services";

type Check = "ok" | "not configured" | string;
export type Readiness = {
  status: "ok" | "unavailable";
  checks: { database: Check; migrations: Check; engine: Check; worker: Check };
};

const limitMs = 2_000;

/** Whether this process can serve. Says what is wrong in words, and nothing of paths, versions or secrets. */
export async function readiness(): Promise<Readiness> {
  const found = findServices();
  if (!found)
    return {
      status: "unavailable",
      checks: { database: "starting", migrations: "starting", engine: "starting", worker: "not configured" },
    };
  const database = await answers(found.database.read.get("SELECT 1"));
  const state = found.engine.state();
  const ok = database === "ok" && state.status === "running";
  // Schema is brought up to date before the services exist, so that there is no second answer.
  return {
    status: ok ? "ok" : "unavailable",
    checks: { database, migrations: "ok", engine: engineCheck(state), worker: "not configured" },
  };
}

const outsideWords = {
  connecting: "has not answered yet",
  unreachable: "does not answer",
  refused: "does not accept this installation",
} as const;

/** An engine outside that is away keeps nobody from being served: what it would do waits in the database. */
function engineCheck({ status, outside }: EngineState): Check {
  if (status !== "running") return status;
  if (outside === null || outside.status === "registered") return "ok";
  return `waiting for ${outside.name}, which ${outsideWords[outside.status]}`;
}

/** A sentence for administrators while the clock of this machine is wrong, else null. */
export function clockAlarm(): string | null {
  const offsetS = findServices()?.clockOffsetS() ?? null;
  return offsetS !== null && isClockWrong(offsetS) ? clockSentence(offsetS) : null;
}

async function answers(work: Promise<unknown>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Check>((resolve) => {
    timer = setTimeout(() => resolve("does not answer"), limitMs);
  });
  try {
    return await Promise.race([work.then(() => "ok"), late]);
  } catch {
    return "failing";
  } finally {
    clearTimeout(timer);
  }
}
