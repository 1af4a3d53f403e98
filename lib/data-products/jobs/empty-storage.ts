import { eq, sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { storageRemovals } from "@/db/schema/data-products";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import type { FileStore } from "../storage";

type Options = { database: Database; store: FileStore; logger: Logger };

const atOnce = 200;

/** Takes out of the store what no row needs any more, every minute. */
export const emptyStorageTask = (options: Options): PeriodicTask => ({
  name: "empty-storage",
  summary: "Takes out of the store the files of what was deleted",
  everyMs: 60_000,
  run: async () => void (await emptyStorage(options)),
});

const hourMs = 3_600_000;

/**
 * Takes out of the store what no row ever named, daily: what a process that was killed had put there and not yet told of.
 */
export const strayFilesTask = ({
  database,
  store,
  clock,
}: Omit<Options, "logger"> & { clock: Clock }): PeriodicTask => ({
  name: "stray-files",
  summary: "Takes out of the store what an upload that was killed left behind",
  everyMs: 24 * hourMs,
  async run() {
    for await (const key of store.keysBefore(new Date(clock.now().getTime() - hourMs))) {
      const named = await database.read.all(sql`
        SELECT 1 FROM data_products WHERE storage_key = ${key} UNION ALL
        SELECT 1 FROM data_product_results WHERE preview_key = ${key} LIMIT 1`);
      if (named.length === 0) await store.remove(key);
    }
  },
});

/** Answers how many objects went. One that cannot be removed now is tried again later. */
export async function emptyStorage({ database, store, logger }: Options): Promise<number> {
  let removed = 0;
  for (;;) {
    const rows = await database.read.select().from(storageRemovals).limit(atOnce);
    const before = removed;
    for (const { storageKey } of rows) {
      try {
        await store.remove(storageKey);
      } catch (error) {
        logger.warn({ err: error }, "A file could not be removed from the store.");
        continue;
      }
      await database.write(async (tx) => {
        await tx.delete(storageRemovals).where(eq(storageRemovals.storageKey, storageKey));
      });
      removed += 1;
    }
    if (rows.length < atOnce || removed === before) return removed;
  }
}
