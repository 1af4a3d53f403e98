import type { Tx } from "@/db/write";
import type { Settlement } from "./work";

const statementsPerBatch = 100;

/** Writes how attempts ended. Rows that were taken over meanwhile do not match and stay as they are. */
export async function settle(tx: Tx, settlements: readonly Settlement[]): Promise<void> {
  const statements = settlements.flat();
  for (let from = 0; from < statements.length; from += statementsPerBatch) {
    await tx.raw.batch(statements.slice(from, from + statementsPerBatch));
  }
}
