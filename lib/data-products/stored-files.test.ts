import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TomError } from "@/lib/core/errors";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { getTargetPage } from "@/lib/targets/queries/get-target";
import { refusal } from "@/lib/targets/testing";
import { createFilesBed, type FilesBed } from "@/tests/support/files-bed";
import { deleteProduct } from "./commands/delete-product";
import { saveFacilityProducts } from "./commands/save-facility-products";
import { emptyStorage, strayFilesTask } from "./jobs/empty-storage";
import { getBelongings } from "./queries/get-product";
import { bytesOf, photometryOf, uploadText } from "./testing";

let on: FilesBed;

beforeEach(async () => {
  on = await createFilesBed();
});
afterEach(() => on.destroy());

describe("deleting a file", () => {
  it("takes along what only it gave, keeps what something else gave too, and says so before", async () => {
    on.processes(async () =>
      photometryOf([{ observedAtMjd: 60_000 }, { observedAtMjd: 60_001 }, { observedAtMjd: 60_002 }]),
    );
    const product = await on.uploaded();
    await addPhotometry({
      ctx: on.owner,
      input: {
        targetId: on.targetId,
        rows: [{ observedAtMjd: 60_000, band: "r", mag: 18, magErr: 0.1, magSystem: "AB" }],
        via: "api",
      },
    });
    on.processes(async () => photometryOf([{ observedAtMjd: 60_001 }]));
    const twin = await on.uploaded({ filename: "twin.csv" });
    expect(twin.counts).toEqual({ accepted: 0, unchanged: 1, rejected: 0 });
    expect(await getBelongings(on.bed.database.read, on.owner.scope, product.id)).toEqual({
      photometry: { own: 1, shared: 2 },
      spectra: { own: 0, shared: 0 },
    });
    await deleteProduct({ ctx: on.owner, input: { id: product.id } });
    expect(await on.points()).toMatchObject([
      { observedAtMjd: 60_000, via: ["api"] },
      { observedAtMjd: 60_001, via: ["file"] },
    ]);
    await deleteProduct({ ctx: on.owner, input: { id: twin.id } });
    expect(await on.points()).toHaveLength(1);
    expect((await getTargetPage(on.bed.database.read, on.owner.scope, { id: on.targetId })).photometryCount).toBe(1);
  });

  it("takes its bytes out of the on.store, as the deletion of its target does", async () => {
    const one = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "one", type: "other" });
    await uploadText(on.owner, on.store, { targetId: on.targetId, text: "two", type: "other" });
    expect(on.stored()).toHaveLength(2);
    await deleteProduct({ ctx: on.owner, input: { id: one.id } });
    expect(await emptyStorage({ ...on.owner, store: on.store })).toBe(1);
    expect(on.stored()).toHaveLength(1);
    await deleteTarget({ ctx: on.owner, input: { id: on.targetId } });
    expect(await emptyStorage({ ...on.owner, store: on.store })).toBe(1);
    expect(on.stored()).toEqual([]);
  });

  it("is not what a stray file waits for: nothing names it, so it goes by itself", async () => {
    await uploadText(on.owner, on.store, { targetId: on.targetId, text: "named", type: "other" });
    await on.store.put(bytesOf("stray"), { maxBytes: 100 });
    const later = { now: () => new Date(Date.now() + 2 * 3_600_000) };
    await strayFilesTask({ database: on.bed.database, store: on.store, clock: later }).run();
    expect(on.stored()).toHaveLength(1);
  });
});

describe("the image of a file", () => {
  it("has a preview in the on.store, replaced with it", async () => {
    const header = {
      format: "png",
      width: 4,
      height: 2,
      object: null,
      observed: null,
      exposureS: null,
      filter: null,
      telescope: null,
      instrument: null,
      centre: null,
      pixelScaleArcsec: null,
    } as const;
    const preview = { png: new Uint8Array([137, 80]), width: 4, height: 2 };
    on.processes(async () => ({ ...photometryOf([]), kind: "image", header, preview }));
    const product = await on.uploaded({ type: "image" });
    expect(product).toMatchObject({ status: "processed", hasPreview: true });
    await on.reprocessed(product.id);
    expect(await emptyStorage({ ...on.owner, store: on.store })).toBe(1);
    expect(on.stored()).toHaveLength(2);
  });
});

describe("files of a facility", () => {
  const files = ["f-1", "f-2", "f-3"].map((id) => ({
    facilityProductId: id,
    name: `${id}.csv`,
    url: `https://archive.example.org/${id}`,
    type: "photometry",
  }));
  const save = (ctx = on.owner) =>
    saveFacilityProducts({
      ctx,
      store: on.store,
      maxBytes: 1000,
      quotaBytes: 5000,
      input: { targetId: on.targetId, observationRecordId: null, facilityId: "lco", files },
      fetchFile: async ({ url }, take) => {
        if (url.endsWith("f-3")) throw new TomError("UPSTREAM_FAILED", "The archive did not answer.");
        return take(bytesOf(url));
      },
    });

  it("are fetched and stored once: an event each, one for all, and what could not be fetched is told", async () => {
    const first = await save();
    expect(first.saved.map(({ productId, status }) => [productId, status])).toEqual([
      ["f-1", "uploaded"],
      ["f-2", "uploaded"],
    ]);
    expect(first.failed).toEqual([{ facilityProductId: "f-3", message: "The archive did not answer." }]);
    expect(await on.events("data_product_post_save")).toHaveLength(2);
    expect(await on.events("multiple_data_products_post_save")).toHaveLength(1);
    expect(await on.events("data_product_post_upload")).toEqual([]);
    expect(await save()).toMatchObject({ saved: [], known: 2 });
    expect(await on.events("multiple_data_products_post_save")).toHaveLength(1);
    expect(on.stored()).toHaveLength(2);
  });

  it("are not for targets of others", async () => {
    expect(await refusal(save(on.stranger))).toMatchObject({ code: "NOT_FOUND" });
    expect(on.stored()).toEqual([]);
  });

  it("are one each, when two fetch them at once", async () => {
    await Promise.all([save(), save()]);
    expect(await on.events("data_product_post_save")).toHaveLength(2);
    expect(on.stored()).toHaveLength(2);
  });
});

describe("the store", () => {
  it("keeps nothing of a file past its limit, or of one that broke off", async () => {
    await expect(on.store.put(bytesOf("too long"), { maxBytes: 7 })).rejects.toThrow("at most 7 bytes");
    const broken = bytesOf("half");
    broken.once("data", () => broken.destroy(new Error("gone")));
    await expect(on.store.put(broken, { maxBytes: 100 })).rejects.toThrow();
    expect(on.stored()).toEqual([]);
    expect(readdirSync(join(on.store.folder, "incoming"))).toEqual([]);
  });
});
