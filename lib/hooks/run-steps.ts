import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import type { Clock } from "@/lib/core/clock";
import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import { failureText } from "@/lib/jobs/failure-text";
import type { Step } from "./contract";
import { jsonOf } from "./run-logger";

type Options = {
  database: Database;
  clock: Clock;
  run: { runPk: number; attempt: number };
  logger: Logger;
  /** @throws CONFLICT once the attempt has ended. */
  alive(): void;
};

const nameMax = 100;
const answerMax = 64_000;

/** JSON text of each step that the run has done; null where it answered nothing. */
type Kept = ReadonlyMap<string, string | null>;

/** The steps of one attempt: what an earlier attempt of the run has done is answered from the database. */
export function createSteps(options: Options): Step {
  const { alive, logger } = options;
  const times = new Map<string, number>();
  let kept: Promise<Kept> | undefined;
  return async <Answer>(name: string, work: () => Promise<Answer>): Promise<Answer> => {
    alive();
    const key = keyOf(name, times);
    kept ??= keptSteps(options);
    const earlier = (await kept).get(key);
    if (earlier !== undefined) return read<Answer>(earlier);
    const at = options.clock.now().toISOString();
    const startedMs = performance.now();
    const answer = await work().catch((error: unknown) => {
      logger.warn({ step: key }, `Step ${key} failed: ${failureText(error)}`);
      throw error;
    });
    const text = textOf(key, answer);
    await keep(options, { key, text, at, durationMs: Math.round(performance.now() - startedMs) });
    return read<Answer>(text);
  };
}

/** Further steps of one name are told apart by their order. */
function keyOf(name: string, times: Map<string, number>): string {
  if (name.length === 0 || name.length > nameMax) {
    throw new TomError("MISCONFIGURED", `A step's name has 1 to ${nameMax} characters.`);
  }
  const count = (times.get(name) ?? 0) + 1;
  times.set(name, count);
  return count === 1 ? name : `${name} (${count})`;
}

async function keptSteps({ database, run }: Options): Promise<Kept> {
  if (run.attempt === 1) return new Map();
  const rows = await database.read.all<{ name: string; answer: string | null }>(
    sql`SELECT name, answer FROM hook_steps WHERE run_pk = ${run.runPk}`,
  );
  return new Map(rows.map((row) => [row.name, row.answer]));
}

// What was kept was written from an `Answer` by the same step.
const read = <Answer>(text: string | null): Answer => (text === null ? undefined : JSON.parse(text)) as Answer;

function textOf(key: string, answer: unknown): string | null {
  if (answer === undefined) return null;
  const text = jsonOf(answer);
  if (text !== null && text.length <= answerMax) return text;
  const why = text === null ? "is not JSON" : `has ${text.length} characters, more than ${answerMax}`;
  throw new TomError("MISCONFIGURED", `What the step "${key}" answered cannot be kept: it ${why}.`);
}

type Done = { key: string; text: string | null; at: string; durationMs: number };

/** Kept only while the run is this attempt's own: one that was taken over meanwhile has steps of its own. */
async function keep({ database, run, alive }: Options, { key, text, at, durationMs }: Done): Promise<void> {
  alive();
  const own = await database.write(async (tx) => {
    const { rowsAffected } = await tx.raw.execute({
      sql: `INSERT INTO hook_steps (run_pk, name, attempt, answer, at, duration_ms)
            SELECT pk, ?, attempts, ?, ?, ? FROM hook_runs WHERE pk = ? AND status = 'running' AND attempts = ?
            ON CONFLICT DO NOTHING`,
      args: [key, text, at, durationMs, run.runPk, run.attempt],
    });
    return rowsAffected > 0;
  });
  if (!own) throw new TomError("CONFLICT", "This attempt has ended.");
}
