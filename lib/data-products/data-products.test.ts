import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spectra } from "@/db/schema/spectra";
import type { Context } from "@/lib/access/context";
import { TomError } from "@/lib/core/errors";
import type { ProcessRequest } from "@/lib/data-processors/contract";
import { cancelJob } from "@/lib/jobs/commands";
import { getTargetPage } from "@/lib/targets/queries/get-target";
import { refusal } from "@/lib/targets/testing";
import { createFilesBed, type FilesBed } from "@/tests/support/files-bed";
import { deleteProduct } from "./commands/delete-product";
import { reprocessProduct } from "./commands/reprocess-product";
import { quotaLeft, uploadProduct } from "./commands/upload-product";
import { getProduct, getResult } from "./queries/get-product";
import { listProducts } from "./queries/list-products";
import { bytesOf, photometryOf, spectrum, uploadText } from "./testing";

let on: FilesBed;

beforeEach(async () => {
  on = await createFilesBed();
});
afterEach(() => on.destroy());

describe("an upload", () => {
  it("is a row, a line in the trail and one event before it is read, and then its rows are the target's", async () => {
    on.processes(async () =>
      photometryOf([{ observedAtMjd: 60_000 }, { observedAtMjd: 60_001, mag: 17.5 }], {
        rejected: [{ row: 4, field: "mag", message: "is no number" }],
        rejectedTotal: 1,
        notes: ["AB is assumed."],
      }),
    );
    const product = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "time,mag" });
    expect(product).toMatchObject({ status: "uploaded", contentType: "text/plain", sizeBytes: 8, createdBy: "ada" });
    const [event] = await on.events("data_product_post_upload");
    expect(event).toMatchObject({ objectId: product.id, targetId: on.targetId });
    expect(event?.payload).toMatchObject({ dataProduct: { id: product.id, status: "uploaded", type: "photometry" } });
    await on.bed.engine.start();
    expect(await on.settled(product.id)).toMatchObject({
      status: "processed",
      counts: { accepted: 2, unchanged: 0, rejected: 1 },
    });
    expect(await on.result(product.id)).toMatchObject({
      accepted: 2,
      unchanged: 0,
      rejected: [{ row: 4, field: "mag", message: "is no number" }],
      notes: ["AB is assumed."],
    });
    expect(await on.points()).toMatchObject([
      { mag: 18, source: "ada", via: ["file"] },
      { mag: 17.5, source: "ada", via: ["file"] },
    ]);
    expect(await on.events("data_product_post_upload")).toHaveLength(1);
    expect(await on.events("reduced_datum_post_save")).toHaveLength(1);
  });

  it("hands the processor the file, its scale and the target's place", async () => {
    let asked: ProcessRequest | null = null;
    on.processes(async (request) => {
      asked = request;
      return photometryOf([]);
    });
    await on.uploaded({ filename: "night.csv" });
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
      const file = await on.store.put(bytesOf(text), { maxBytes: 100 });
      const fields = {
        targetId: on.targetId,
        type: "photometry",
        observationRecordId: null,
        timeScale: "utc" as const,
        ...over,
      };
      return refusal(uploadProduct({ ctx, input: { fields, file, filename: "x" }, limits: { quotaBytes } }));
    };
    expect(await upload(on.owner, {}, "")).toMatchObject({
      code: "INVALID_INPUT",
      fieldErrors: { file: ["The file is empty."] },
    });
    expect(await upload(on.owner, { type: "toString" })).toMatchObject({ code: "INVALID_INPUT" });
    expect(await upload(on.stranger, {})).toMatchObject({ code: "NOT_FOUND" });
    expect(await upload(on.owner, {}, "xx", 1)).toMatchObject({ code: "LIMIT_EXCEEDED" });
    expect((await listProducts(on.bed.database.read, on.owner.scope, { limit: 10 })).items).toEqual([]);
    expect(await on.events("data_product_post_upload")).toEqual([]);
  });

  it("of a type that nothing reads stays as it is", async () => {
    const product = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "notes", type: "other" });
    expect(product).toMatchObject({ status: "uploaded", jobId: null });
    expect(await refusal(on.result(product.id))).toMatchObject({ code: "CONFLICT" });
  });

  it("counts against the quota of who uploaded it, and no longer when it is deleted", async () => {
    const product = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "12345", type: "other" });
    const left = () => quotaLeft(on.bed.database.read, on.owner, { quotaBytes: 100 });
    expect(await left()).toBe(95);
    await deleteProduct({ ctx: on.owner, input: { id: product.id } });
    expect(await left()).toBe(100);
  });

  it("is seen by who sees its target; for others it does not exist", async () => {
    const { id } = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "x" });
    expect((await listProducts(on.bed.database.read, on.owner.scope, { limit: 10 })).items).toHaveLength(1);
    expect((await listProducts(on.bed.database.read, on.stranger.scope, { limit: 10 })).items).toEqual([]);
    for (const work of [
      getProduct(on.bed.database.read, on.stranger.scope, id),
      getResult(on.bed.database.read, on.stranger.scope, id),
      deleteProduct({ ctx: on.stranger, input: { id } }),
      reprocessProduct({ ctx: on.stranger, input: { id } }),
    ]) {
      expect(await refusal(work)).toMatchObject({ code: "NOT_FOUND" });
    }
  });
});

describe("a processing", () => {
  it("that fails says why on the file, with the processor's sentence, and stores nothing", async () => {
    on.processes(async () => {
      throw new TomError("INVALID_INPUT", "This is no table.");
    });
    const product = await on.uploaded();
    expect(product).toMatchObject({ status: "failed", message: "This is no table." });
    expect(await on.result(product.id)).toMatchObject({
      accepted: 0,
      rejected: [{ row: 0, field: "", message: "This is no table." }],
    });
    expect(await on.points()).toEqual([]);
  });

  it("that took too much is not tried again", async () => {
    let tries = 0;
    on.processes(async () => {
      tries += 1;
      throw new TomError("LIMIT_EXCEEDED", "It took too long.");
    });
    expect(await on.uploaded()).toMatchObject({ status: "failed", message: "It took too long." });
    expect(tries).toBe(1);
  });

  it("that is cancelled says so on the file", async () => {
    const product = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "x" });
    await cancelJob({ ctx: on.owner, input: { id: product.jobId } });
    expect(await getProduct(on.bed.database.read, on.owner.scope, product.id)).toMatchObject({
      status: "failed",
      message: "Its processing was cancelled.",
    });
  });

  it("of the same file again changes nothing and fires no upload hook", async () => {
    on.processes(async () => photometryOf([{ observedAtMjd: 60_000 }, { observedAtMjd: 60_001 }]));
    const product = await on.uploaded();
    const again = await on.reprocessed(product.id);
    expect(again.counts).toEqual({ accepted: 0, unchanged: 2, rejected: 0 });
    expect(await on.points()).toHaveLength(2);
    expect(await on.events("data_product_post_upload")).toHaveLength(1);
    expect(await on.events("reduced_datum_post_save")).toHaveLength(1);
  });

  it("in another scale replaces the measurements that it gave before", async () => {
    on.processes(async ({ timeScale }) =>
      photometryOf([
        { observedAtMjd: timeScale === "tai" ? 60_000.5 : 60_000.6 },
        { observedAtMjd: 60_009, band: "g" },
      ]),
    );
    const product = await on.uploaded();
    const again = await on.reprocessed(product.id, "tai");
    expect(again).toMatchObject({ timeScale: "tai", counts: { accepted: 1, unchanged: 1, rejected: 0 } });
    expect((await on.points()).map((point) => point.observedAtMjd)).toEqual([60_000.5, 60_009]);
    expect((await getTargetPage(on.bed.database.read, on.owner.scope, { id: on.targetId })).photometryCount).toBe(2);
  });

  it("that is overtaken by a newer one leaves nothing", async () => {
    const product = await uploadText(on.owner, on.store, { targetId: on.targetId, text: "x" });
    await reprocessProduct({ ctx: on.owner, input: { id: product.id, timeScale: "tai" } });
    on.processes(async ({ timeScale }) => photometryOf([{ observedAtMjd: timeScale === "tai" ? 60_000.5 : 60_000.6 }]));
    await on.bed.engine.start();
    await on.settled(product.id);
    expect((await on.points()).map((point) => point.observedAtMjd)).toEqual([60_000.5]);
  });

  it("of a spectrum stores it once, with its units; another flux at the same place is a revision", async () => {
    on.processes(async () => ({ ...photometryOf([]), kind: "spectroscopy", spectra: [{ row: 1, draft: spectrum() }] }));
    const product = await on.uploaded({ type: "spectroscopy" });
    expect(product.counts).toEqual({ accepted: 1, unchanged: 0, rejected: 0 });
    const [row] = await on.bed.database.read.select().from(spectra);
    expect(row).toMatchObject({ points: 3, wavelengthUnit: "Angstrom", fluxUnit: "erg/s/cm2/Angstrom", source: "ada" });
    expect((await on.reprocessed(product.id)).counts).toEqual({ accepted: 0, unchanged: 1, rejected: 0 });
    on.processes(async () => ({
      ...photometryOf([]),
      kind: "spectroscopy",
      spectra: [{ row: 1, draft: spectrum({ flux: Float64Array.from([1, 2, 3]) }) }],
    }));
    expect((await on.reprocessed(product.id)).counts).toEqual({ accepted: 1, unchanged: 0, rejected: 0 });
    expect(await on.bed.database.read.select().from(spectra)).toMatchObject([{ revision: 2 }]);
    expect(await on.events("reduced_datum_post_save")).toHaveLength(2);
  });
});
