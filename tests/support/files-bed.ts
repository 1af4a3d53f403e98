import { readdirSync } from "node:fs";
import { eq } from "drizzle-orm";
import { outbox } from "@/db/schema/events";
import type { ProcessRequest, ProcessResult, RunLimits } from "@/lib/data-processors/contract";
import { reprocessProduct } from "@/lib/data-products/commands/reprocess-product";
import { createProcessProductJob } from "@/lib/data-products/jobs/process-product";
import { getProduct, getResult } from "@/lib/data-products/queries/get-product";
import { createTestStore, photometryOf, uploadText } from "@/lib/data-products/testing";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addGroup, addUser, testConfig } from "@/lib/targets/testing";
import { createEngineBed, until } from "./engine-bed";

type Run = (request: ProcessRequest, limits: RunLimits) => Promise<ProcessResult>;

export type FilesBed = Awaited<ReturnType<typeof createFilesBed>>;

/** A private target with an owner and a stranger, a store, and an engine whose processor does what a test says. */
export async function createFilesBed() {
  const store = createTestStore();
  let run: Run = async () => photometryOf([{}]);
  const bed = await createEngineBed([], {
    jobs: [createProcessProductJob(store, (...args) => run(...args))],
    config: testConfig,
  });
  const owner = await addUser(bed.database, "ada");
  const stranger = await addUser(bed.database, "eve");
  const group = await addGroup(bed.database, "The group", [owner]);
  const target = { name: "AT 2026abc", raDeg: 10, decDeg: -20, visibility: "private" as const, groups: [group.id] };
  const targetId = (await createTarget({ ctx: owner, input: target })).id;
  const { read } = bed.database;
  const settled = (id: string) =>
    until(async () => {
      const product = await getProduct(read, owner.scope, id);
      return product.status === "processed" || product.status === "failed" ? product : null;
    });
  return {
    bed,
    store,
    owner,
    stranger,
    targetId,
    settled,
    /** What the processor does from now on. */
    processes: (next: Run): void => {
      run = next;
    },
    events: (name: string) => read.select().from(outbox).where(eq(outbox.event, name)),
    points: async () => (await listPhotometry(read, owner.scope, { targetId, limit: 200 })).items,
    stored: (): string[] =>
      readdirSync(store.folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name),
    /** Uploads and waits for what comes of it. */
    uploaded: async (args: { text?: string; type?: string; filename?: string } = {}) => {
      const product = await uploadText(owner, store, { targetId, text: "any", ...args });
      await bed.engine.start();
      return settled(product.id);
    },
    reprocessed: async (id: string, timeScale?: "tai") => {
      await reprocessProduct({ ctx: owner, input: { id, timeScale } });
      return settled(id);
    },
    result: (id: string) => getResult(read, owner.scope, id),
    destroy: async () => {
      await bed.destroy();
      store.destroy();
    },
  };
}
