import { readdirSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { outbox } from "@/db/schema/events";
import { spectra } from "@/db/schema/spectra";
import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import type { ProcessRequest, ProcessResult, RunLimits } from "@/lib/data-processors/contract";
import { cancelJob } from "@/lib/jobs/commands";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { getTargetPage } from "@/lib/targets/queries/get-target";
import { addGroup, addUser, refusal, testConfig } from "@/lib/targets/testing";
import { createEngineBed, type EngineBed, until } from "@/tests/support/engine-bed";
import { deleteProduct } from "./commands/delete-product";
import { reprocessProduct } from "./commands/reprocess-product";
import { saveFacilityProducts } from "./commands/save-facility-products";
import { quotaLeft, uploadProduct } from "./commands/upload-product";
import { emptyStorage, strayFilesTask } from "./jobs/empty-storage";
import { createProcessProductJob } from "./jobs/process-product";
import { getBelongings, getProduct, getResult } from "./queries/get-product";
import { listProducts } from "./queries/list-products";
import { bytesOf, createTestStore, photometryOf, spectrum, type TestStore, uploadText } from "./testing";

type Run = (request: ProcessRequest, limits: RunLimits) => Promise<ProcessResult>;

let store: TestStore;
let bed: EngineBed;
let run: Run;
let owner: Context;
let stranger: Context;
let targetId: string;

beforeEach(async () => {
  store = createTestStore();
  run = async () => photometryOf([{}]);
  bed = await createEngineBed([], {
    jobs: [createProcessProductJob(store, (...args) => run(...args))],
    config: testConfig,
  });
  owner = await addUser(bed.database, "ada");
  stranger = await addUser(bed.database, "eve");
  const group = await addGroup(bed.database, "The group", [owner]);
  const target = { name: "AT 2026abc", raDeg: 10, decDeg: -20, visibility: "private" as const, groups: [group.id] };
  targetId = (await createTarget({ ctx: owner, input: target })).id;
});
afterEach(async () => {
  await bed.destroy();
  store.destroy();
});

const events = async (name: string) => bed.database.read.select().from(outbox).where(eq(outbox.event, name));
const points = async () => (await listPhotometry(bed.database.read, owner.scope, { targetId, limit: 200 })).items;
const stored = (): string[] =>
  readdirSync(store.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
const settled = (id: string) =>
  until(async () => {
    const product = await getProduct(bed.database.read, owner.scope, id);
    return product.status === "processed" || product.status === "failed" ? product : null;
  });
/** Uploads and waits for what comes of it. */
async function uploaded(args: { text?: string; type?: string; filename?: string } = {}) {
  const product = await uploadText(owner, store, { targetId, text: "any", ...args });
  await bed.engine.start();
  return settled(product.id);
}
async function reprocessed(id: string, timeScale?: "tai") {
  await reprocessProduct({ ctx: owner, input: { id, timeScale } });
  return settled(id);
}
const result = (id: string) => getResult(bed.database.read, owner.scope, id);

describe("an upload", () => {
  it("is a row, a line in the trail and one event before it is read, and then its rows are the target's", async () => {
    run = async () =>
      photometryOf([{ observedAtMjd: 60_000 }, { observedAtMjd: 60_001, mag: 17.5 }], {
        rejected: [{ row: 4, field: "mag", message: "is no number" }],
        rejectedTotal: 1,
        notes: ["AB is assumed."],
      });
    const product = await uploadText(owner, store, { targetId, text: "time,mag" });
    expect(product).toMatchObject({ status: "uploaded", contentType: "text/plain", sizeBytes: 8, createdBy: "ada" });
    const [event] = await events("data_product_post_upload");
    expect(event).toMatchObject({ objectId: product.id, targetId });
    expect(event?.payload).toMatchObject({ dataProduct: { id: product.id, status: "uploaded", type: "photometry" } });
    await bed.engine.start();
    expect(await settled(product.id)).toMatchObject({
      status: "processed",
      counts: { accepted: 2, unchanged: 0, rejected: 1 },
    });
    expect(await result(product.id)).toMatchObject({
      accepted: 2,
      unchanged: 0,
      rejected: [{ row: 4, field: "mag", message: "is no number" }],
      notes: ["AB is assumed."],
    });
    expect(await points()).toMatchObject([
      { mag: 18, source: "ada", via: ["file"] },
      { mag: 17.5, source: "ada", via: ["file"] },
    ]);
    expect(await events("data_product_post_upload")).toHaveLength(1);
    expect(await events("reduced_datum_post_save")).toHaveLength(1);
  });

  it("hands the processor the file, its scale and the target's place", async () => {
    let asked: ProcessRequest | null = null;
    run = async (request) => {
      asked = request;
      return photometryOf([]);
    };
    await uploaded({ filename: "night.csv" });
    expect(asked).toMatchObject({
      processor: "photometry",
      name: "night.csv",
      timeScale: "utc",
      target: { raDeg: 10, decDeg: -20 },
    });
  });

  it("is refused with nothing stored: empty, of a type that is not configured, for a target of others, past the quota", async () => {
    const upload = async (
      ctx: Context,
      over: Record<string, unknown>,
      text = "x",
      quotaBytes: number | null = null,
    ) => {
      const file = await store.put(bytesOf(text), { maxBytes: 100 });
      const fields = { targetId, type: "photometry", observationRecordId: null, timeScale: "utc" as const, ...over };
      return refusal(uploadProduct({ ctx, input: { fields, file, filename: "x" }, limits: { quotaBytes } }));
    };
    expect(await upload(owner, {}, "")).toMatchObject({
      code: "INVALID_INPUT",
      fieldErrors: { file: ["The file is empty."] },
    });
    expect(await upload(owner, { type: "toString" })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await upload(stranger, {})).toMatchObject({ code: "NOT_FOUND" });
    expect(await upload(owner, {}, "xx", 1)).toMatchObject({ code: "LIMIT_EXCEEDED" });
    expect((await listProducts(bed.database.read, owner.scope, { limit: 10 })).items).toEqual([]);
    expect(await events("data_product_post_upload")).toEqual([]);
  });

  it("of a type that nothing reads stays as it is", async () => {
    const product = await uploadText(owner, store, { targetId, text: "notes", type: "other" });
    expect(product).toMatchObject({ status: "uploaded", jobId: null });
    expect(await refusal(result(product.id))).toMatchObject({ code: "CONFLICT" });
  });

  it("counts against the quota of who uploaded it, and no longer when it is deleted", async () => {
    const product = await uploadText(owner, store, { targetId, text: "12345", type: "other" });
    const left = () => quotaLeft(bed.database.read, owner, { quotaBytes: 100 });
    expect(await left()).toBe(95);
    await deleteProduct({ ctx: owner, input: { id: product.id } });
    expect(await left()).toBe(100);
  });

  it("is seen by who sees its target; for others it does not exist", async () => {
    const { id } = await uploadText(owner, store, { targetId, text: "x" });
    expect((await listProducts(bed.database.read, owner.scope, { limit: 10 })).items).toHaveLength(1);
    expect((await listProducts(bed.database.read, stranger.scope, { limit: 10 })).items).toEqual([]);
    for (const work of [
      getProduct(bed.database.read, stranger.scope, id),
      getResult(bed.database.read, stranger.scope, id),
      deleteProduct({ ctx: stranger, input: { id } }),
      reprocessProduct({ ctx: stranger, input: { id } }),
    ]) {
      expect(await refusal(work)).toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("a processing", () => {
  it("that fails says why on the file, with the processor's sentence, and stores nothing", async () => {
    run = async () => {
      throw new TomError("INVALID_INPUT", "This is no table.");
    };
    const product = await uploaded();
    expect(product).toMatchObject({ status: "failed", message: "This is no table." });
    expect(await result(product.id)).toMatchObject({
      accepted: 0,
      rejected: [{ row: 0, field: "", message: "This is no table." }],
    });
    expect(await points()).toEqual([]);
  });

  it("that took too much is not tried again", async () => {
    let tries = 0;
    run = async () => {
      tries += 1;
      throw new TomError("LIMIT_EXCEEDED", "It took too long.");
    };
    expect(await uploaded()).toMatchObject({ status: "failed", message: "It took too long." });
    expect(tries).toBe(1);
  });

  it("that is cancelled says so on the file", async () => {
    const product = await uploadText(owner, store, { targetId, text: "x" });
    await cancelJob({ ctx: owner, input: { id: product.jobId } });
    expect(await getProduct(bed.database.read, owner.scope, product.id)).toMatchObject({
      status: "failed",
      message: "Its processing was cancelled.",
    });
  });

  it("of the same file again changes nothing and fires no upload hook", async () => {
    run = async () => photometryOf([{ observedAtMjd: 60_000 }, { observedAtMjd: 60_001 }]);
    const product = await uploaded();
    const again = await reprocessed(product.id);
    expect(again.counts).toEqual({ accepted: 0, unchanged: 2, rejected: 0 });
    expect(await points()).toHaveLength(2);
    expect(await events("data_product_post_upload")).toHaveLength(1);
    expect(await events("reduced_datum_post_save")).toHaveLength(1);
  });

  it("in another scale replaces the measurements that it gave before", async () => {
    run = async ({ timeScale }) =>
      photometryOf([
        { observedAtMjd: timeScale === "tai" ? 60_000.5 : 60_000.6 },
        { observedAtMjd: 60_009, band: "g" },
      ]);
    const product = await uploaded();
    const again = await reprocessed(product.id, "tai");
    expect(again).toMatchObject({ timeScale: "tai", counts: { accepted: 1, unchanged: 1, rejected: 0 } });
    expect((await points()).map((point) => point.observedAtMjd)).toEqual([60_000.5, 60_009]);
    expect((await getTargetPage(bed.database.read, owner.scope, { id: targetId })).photometryCount).toBe(2);
  });

  it("that is overtaken by a newer one leaves nothing", async () => {
    const product = await uploadText(owner, store, { targetId, text: "x" });
    await reprocessProduct({ ctx: owner, input: { id: product.id, timeScale: "tai" } });
    run = async ({ timeScale }) => photometryOf([{ observedAtMjd: timeScale === "tai" ? 60_000.5 : 60_000.6 }]);
    await bed.engine.start();
    await settled(product.id);
    expect((await points()).map((point) => point.observedAtMjd)).toEqual([60_000.5]);
  });

  it("of a spectrum stores it once, with its units; another flux at the same place is a revision", async () => {
    run = async () => ({ ...photometryOf([]), kind: "spectroscopy", spectra: [{ row: 1, draft: spectrum() }] });
    const product = await uploaded({ type: "spectroscopy" });
    expect(product.counts).toEqual({ accepted: 1, unchanged: 0, rejected: 0 });
    const [row] = await bed.database.read.select().from(spectra);
    expect(row).toMatchObject({ points: 3, wavelengthUnit: "Angstrom", fluxUnit: "erg/s/cm2/Angstrom", source: "ada" });
    expect((await reprocessed(product.id)).counts).toEqual({ accepted: 0, unchanged: 1, rejected: 0 });
    run = async () => ({
      ...photometryOf([]),
      kind: "spectroscopy",
      spectra: [{ row: 1, draft: spectrum({ flux: Float64Array.from([1, 2, 3]) }) }],
    });
    expect((await reprocessed(product.id)).counts).toEqual({ accepted: 1, unchanged: 0, rejected: 0 });
    expect(await bed.database.read.select().from(spectra)).toMatchObject([{ revision: 2 }]);
    expect(await events("reduced_datum_post_save")).toHaveLength(2);
  });
});

describe("deleting a file", () => {
  it("takes along what only it gave, keeps what something else gave too, and says so before", async () => {
    run = async () => photometryOf([{ observedAtMjd: 60_000 }, { observedAtMjd: 60_001 }, { observedAtMjd: 60_002 }]);
    const product = await uploaded();
    await addPhotometry({
      ctx: owner,
      input: {
        targetId,
        rows: [{ observedAtMjd: 60_000, band: "r", mag: 18, magErr: 0.1, magSystem: "AB" }],
        via: "api",
      },
    });
    run = async () => photometryOf([{ observedAtMjd: 60_001 }]);
    const twin = await uploaded({ filename: "twin.csv" });
    expect(twin.counts).toEqual({ accepted: 0, unchanged: 1, rejected: 0 });
    expect(await getBelongings(bed.database.read, owner.scope, product.id)).toEqual({
      photometry: { own: 1, shared: 2 },
      spectra: { own: 0, shared: 0 },
    });
    await deleteProduct({ ctx: owner, input: { id: product.id } });
    expect(await points()).toMatchObject([
      { observedAtMjd: 60_000, via: ["api"] },
      { observedAtMjd: 60_001, via: ["file"] },
    ]);
    await deleteProduct({ ctx: owner, input: { id: twin.id } });
    expect(await points()).toHaveLength(1);
    expect((await getTargetPage(bed.database.read, owner.scope, { id: targetId })).photometryCount).toBe(1);
  });

  it("takes its bytes out of the store, as the deletion of its target does", async () => {
    const one = await uploadText(owner, store, { targetId, text: "one", type: "other" });
    await uploadText(owner, store, { targetId, text: "two", type: "other" });
    expect(stored()).toHaveLength(2);
    await deleteProduct({ ctx: owner, input: { id: one.id } });
    expect(await emptyStorage({ ...owner, store })).toBe(1);
    expect(stored()).toHaveLength(1);
    await deleteTarget({ ctx: owner, input: { id: targetId } });
    expect(await emptyStorage({ ...owner, store })).toBe(1);
    expect(stored()).toEqual([]);
  });

  it("is not what a stray file waits for: nothing names it, so it goes by itself", async () => {
    await uploadText(owner, store, { targetId, text: "named", type: "other" });
    await store.put(bytesOf("stray"), { maxBytes: 100 });
    const later = { now: () => new Date(Date.now() + 2 * 3_600_000) };
    await strayFilesTask({ database: bed.database, store, clock: later }).run();
    expect(stored()).toHaveLength(1);
  });
});

describe("the image of a file", () => {
  it("has a preview in the store, replaced with it", async () => {
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
    run = async () => ({ ...photometryOf([]), kind: "image", header, preview });
    const product = await uploaded({ type: "image" });
    expect(product).toMatchObject({ status: "processed", hasPreview: true });
    await reprocessed(product.id);
    expect(await emptyStorage({ ...owner, store })).toBe(1);
    expect(stored()).toHaveLength(2);
  });
});

describe("files of a facility", () => {
  const files = ["f-1", "f-2", "f-3"].map((id) => ({
    facilityProductId: id,
    name: `${id}.csv`,
    url: `https://archive.example.org/${id}`,
    type: "photometry",
  }));
  const save = (ctx = owner) =>
    saveFacilityProducts({
      ctx,
      store,
      maxBytes: 1000,
      quotaBytes: 5000,
      input: { targetId, observationRecordId: null, facilityId: "lco", files },
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
    expect(await events("data_product_post_save")).toHaveLength(2);
    expect(await events("multiple_data_products_post_save")).toHaveLength(1);
    expect(await events("data_product_post_upload")).toEqual([]);
    expect(await save()).toMatchObject({ saved: [], known: 2 });
    expect(await events("multiple_data_products_post_save")).toHaveLength(1);
    expect(stored()).toHaveLength(2);
  });

  it("are not for targets of others", async () => {
    expect(await refusal(save(stranger))).toMatchObject({ code: "NOT_FOUND" });
    expect(stored()).toEqual([]);
  });

  it("are one each, when two fetch them at once", async () => {
    await Promise.all([save(), save()]);
    expect(await events("data_product_post_save")).toHaveLength(2);
    expect(stored()).toHaveLength(2);
  });
});

describe("the store", () => {
  it("keeps nothing of a file past its limit, or of one that broke off", async () => {
    await expect(store.put(bytesOf("too long"), { maxBytes: 7 })).rejects.toThrow("at most 7 bytes");
    const broken = bytesOf("half");
    broken.once("data", () => broken.destroy(new Error("gone")));
    await expect(store.put(broken, { maxBytes: 100 })).rejects.toThrow();
    expect(stored()).toEqual([]);
    expect(readdirSync(join(store.folder, "incoming"))).toEqual([]);
  });
});
