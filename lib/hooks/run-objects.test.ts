import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hookRuns, outbox } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { newId } from "@/lib/core/ids";
import { deleteProduct } from "@/lib/data-products/commands/delete-product";
import { createTestStore, type TestStore, uploadText } from "@/lib/data-products/testing";
import { deleteObservation } from "@/lib/observations/commands/delete-observation";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";
import { listHookRuns } from "./queries/list-hook-runs";

let bed: ObservationBed;
let store: TestStore;
let ada: Context;
let targetId: string;

beforeEach(async () => {
  bed = await createObservationBed();
  store = createTestStore();
  ada = await bed.person("ada");
  targetId = await bed.target(ada, { name: "SN 2023ixf" });
});
afterEach(async () => {
  store.destroy();
  await bed.destroy();
});

/** A run for each event, as the relay writes them. */
async function relay(): Promise<void> {
  const at = "2026-11-21T00:00:00.000Z";
  const events = await bed.database.read.select().from(outbox);
  await bed.database.write(async (tx) => {
    await tx.insert(hookRuns).values(
      events.map(({ pk, event, objectType, objectId, targetId: of }) => ({
        id: newId(),
        outboxPk: pk,
        hook: event,
        handler: "note",
        ...{ objectType, objectId, targetId: of, status: "done" as const, dueAt: at, createdAt: at },
      })),
    );
  });
}

const runsOf = async (objectId: string, ctx = ada) =>
  (await listHookRuns(bed.database.read, ctx.scope, { objectId, limit: 10 })).items.map((run) => [
    run.hook,
    run.objectType,
    run.objectId,
    run.targetId,
    run.objectName,
  ]);

describe("the object of a run", () => {
  it("of an observation is the record: by its id, under its target's name, for whoever sees that, and gone with it", async () => {
    const { id } = await bed.record(ada, targetId);
    await relay();
    expect(await runsOf(id)).toEqual([["observation_change_state", "observation", id, targetId, "SN 2023ixf"]]);
    expect((await runsOf(targetId)).map(([hook]) => hook)).toEqual(["target_post_save"]);
    expect(await runsOf(id, await bed.person("stranger"))).toEqual([]);
    await deleteObservation({ ctx: ada, facilities: bed.facilities, input: { id } });
    expect(await runsOf(id)).toEqual([["observation_change_state", "observation", id, targetId, null]]);
  });

  it("of a file is the file, under its own name, and gone with it", async () => {
    const { id } = await uploadText(ada, store, { targetId, text: "time,filter,mag\n60000,r,18\n" });
    await relay();
    expect(await runsOf(id)).toEqual([["data_product_post_upload", "data_product", id, targetId, "points.csv"]]);
    await deleteProduct({ ctx: ada, input: { id } });
    expect(await runsOf(id)).toEqual([["data_product_post_upload", "data_product", id, targetId, null]]);
  });
});
