import { sql } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { deleteProduct } from "@/lib/data-products/commands/delete-product";
import { saveFacilityProducts } from "@/lib/data-products/commands/save-facility-products";
import { listProducts } from "@/lib/data-products/queries/list-products";
import { createTestStore, type TestStore } from "@/lib/data-products/testing";
import { refusal } from "@/lib/targets/testing";
import { moveRequest } from "@/scripts/facilities-replay/ocs.mjs";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";
import { pollFacility } from "./commands/poll-facility";
import { claimDueFiles, saveFiles } from "./commands/save-files";
import { updateObservation } from "./commands/update-observation";
import { typeOfFile } from "./file-type";
import { createSaveFilesJob } from "./jobs/save-files";
import { listFiles } from "./queries/list-files";

let bed: ObservationBed;
let store: TestStore;
let ada: Context;
let targetId: string;
/** Of an observation that was completed before its record was made. */
let id: string;

beforeEach(async () => {
  bed = await createObservationBed();
  store = createTestStore();
  const person = await bed.person("ada");
  const dataProducts = {
    ...person.config.dataProducts,
    fits_file: { label: "FITS file", processor: "image" as const },
  };
  ada = { ...person, config: { ...person.config, dataProducts } };
  targetId = await bed.target(ada);
  id = (await bed.record(ada, targetId, { facilityId: "lco", observationId: "3400002" })).id;
});
afterEach(async () => {
  store.destroy();
  await bed.destroy();
});

const idle = { signal: new AbortController().signal, progress: () => undefined };
const raw = "70000001";
const reduced = "9007199254740993";

type Limits = { maxBytes?: number; quotaBytes?: number | null; signal?: AbortSignal };

/** Runs what stands in the queue, with the rights of whoever asked. */
async function work(ctx: Context, { signal = idle.signal, ...limits }: Limits = {}) {
  const job = createSaveFilesJob(bed.facilities, (call) =>
    saveFacilityProducts({ ...call, store, maxBytes: 1_000, quotaBytes: null, ...limits }),
  );
  const queued = await bed.database.read.select().from(jobs);
  const results = [];
  for (const row of queued.filter(({ kind }) => kind === job.kind)) {
    const { input } = row.payload as { input: unknown };
    results.push(await job.execute(input, { ctx, jobId: row.id, attempt: 1, ...idle, signal }));
  }
  await bed.database.write((tx) => tx.run(sql`DELETE FROM jobs`));
  return results;
}

const ask = (more: { files?: string[]; type?: string } = {}, ctx = ada) =>
  saveFiles({ ctx, facilities: bed.facilities, input: { id, ...more } });

const kept = async () =>
  (await listProducts(bed.database.read, ada.scope, { observationRecordId: id, limit: 50 })).items.map(
    ({ productId, filename, type, sizeBytes, createdBy }) => ({ productId, filename, type, sizeBytes, createdBy }),
  );

const fired = async (event: string): Promise<number> =>
  (await bed.database.read.all(sql`SELECT 1 FROM outbox WHERE event = ${event}`)).length;

describe("files of an observation", () => {
  it("are fetched when somebody asks: those that are ticked, each once, with its bytes, its owner and its hooks", async () => {
    await ask({ files: [raw] });
    expect(await work(ada)).toMatchObject([{ saved: [{}], known: 0, failed: [] }]);
    expect(await kept()).toEqual([
      {
        productId: raw,
        filename: "ogg2m001-en06-20261102-0042-e00.fits.fz",
        type: "fits_file",
        sizeBytes: "a raw frame".length,
        createdBy: "ada",
      },
    ]);
    expect([await fired("data_product_post_save"), await fired("multiple_data_products_post_save")]).toEqual([1, 1]);
    const listed = await listFiles(ada, bed.facilities, id);
    expect(listed.files.map((file) => [file.id, file.dataProductId !== null])).toEqual([
      [reduced, false],
      [raw, true],
      ["70000003", false],
    ]);
  });

  it("are all fetched without a choice; what is here and what the archive does not give is told", async () => {
    await ask({ files: [raw] });
    await work(ada);
    await ask({ type: "other" });
    expect(await work(ada)).toMatchObject([
      {
        saved: [{ filename: "ogg2m001-en06-20261102-0042-e91.tar.gz" }],
        known: 1,
        failed: [{ facilityProductId: "70000003", message: expect.stringContaining("gives it to nobody") }],
      },
    ]);
    expect((await kept()).map(({ type }) => type)).toEqual(["other", "fits_file"]);
    expect(await fired("data_product_post_upload")).toBe(0);
  });

  it("are not for those who may not change the target, and not of a facility without a list", async () => {
    const stranger = await bed.person("stranger");
    expect(await refusal(ask({}, stranger))).toMatchObject({ code: "NOT_FOUND" });
    const { id: manual } = await bed.record(ada, targetId);
    const asked = saveFiles({ ctx: ada, facilities: bed.facilities, input: { id: manual } });
    expect(await refusal(asked)).toMatchObject({ code: "CONFLICT" });
    expect(await refusal(ask({ type: "nothing" }))).toMatchObject({ fieldErrors: { type: [expect.any(String)] } });
  });

  it("stop at the size of a file and at what the person may still store, and the others come", async () => {
    await ask();
    expect(await work(ada, { maxBytes: 11 })).toMatchObject([
      { saved: [{}], failed: [{ facilityProductId: reduced, message: expect.stringContaining("11 bytes") }, {}] },
    ]);
    await ask({ files: [reduced] });
    const message = expect.stringContaining("Your files have no room for it: 1 byte are left");
    expect((await refusal(work(ada, { quotaBytes: 12 }))).message).toEqual(message);
    expect(await work(ada, { quotaBytes: 1_000 })).toMatchObject([{ saved: [{}] }]);
  });

  it("that had come when somebody stopped it are kept, and nothing of the others", async () => {
    const stop = new AbortController();
    await ask();
    const job = createSaveFilesJob(bed.facilities, ({ onFile, ...call }) =>
      saveFacilityProducts({
        ...call,
        store,
        maxBytes: 1_000,
        quotaBytes: null,
        onFile: (done, total, name) => {
          if (done === 1) stop.abort();
          onFile(done, total, name);
        },
      }),
    );
    const payload = { recordId: id, files: "all", type: null };
    await job.execute(payload, { ctx: ada, jobId: "one", attempt: 1, ...idle, signal: stop.signal });
    expect((await kept()).map(({ productId }) => productId)).toEqual([reduced]);
    expect(await fired("multiple_data_products_post_save")).toBe(1);
  });

  it("of an archive that gives none have failed, in its words", async () => {
    await ask({ files: ["70000003"] });
    expect((await refusal(work(ada))).message).toMatch(/^No file could be fetched\. Its facility gives it to nobody/);
  });
});

describe("files that nobody asks for", () => {
  it("are fetched when an observation comes to its end: what is reduced, as the house, once however often it looks", async () => {
    expect(await claimDueFiles(bed.house)).toBe(1);
    expect(await work(bed.house)).toMatchObject([{ saved: [{}], failed: [] }]);
    expect(await kept()).toMatchObject([{ productId: reduced, createdBy: null }]);
    let looks = 1;
    for (let hour = 0; hour < 60; hour++) {
      bed.setClock(new Date(Date.parse("2026-11-21T00:00:00Z") + hour * 3_600_000).toISOString());
      looks += await claimDueFiles(bed.house);
      for (const result of await work(bed.house)) expect(result).toMatchObject({ saved: [], known: 1 });
    }
    expect(looks).toBe(5);
    expect(await fired("data_product_post_save")).toBe(1);
  });

  it("are looked for when polling says that it is completed, and not when it failed or somebody plans by hand", async () => {
    await claimDueFiles(bed.house);
    await work(bed.house);
    const polled = await bed.record(ada, targetId, { facilityId: "lco", observationId: "3400001" });
    await bed.record(ada, targetId, { facilityId: "manual", observationId: "night 1", status: "COMPLETED" });
    await bed.record(ada, targetId, { facilityId: "lco", observationId: "3400003" });
    expect(await claimDueFiles(bed.house)).toBe(0);
    moveRequest(bed.portal, "3400001", "COMPLETED");
    bed.setClock("2026-11-21T00:05:00.000Z");
    await pollFacility(bed.house, bed.facilities, "lco", idle);
    expect(await claimDueFiles(bed.house)).toBe(1);
    expect(await work(bed.house)).toEqual([{ saved: [], known: 0, failed: [] }]);
    await updateObservation({ ctx: ada, facilities: bed.facilities, input: { id: polled.id, status: "CANCELED" } });
    bed.setClock("2026-11-21T08:05:00.000Z");
    expect(await claimDueFiles(bed.house)).toBe(1);
  });

  it("are looked for again after an archive that did not answer, and come back by hand when somebody deleted one", async () => {
    await claimDueFiles(bed.house);
    bed.server.fault = { kind: "status", status: 503 };
    expect((await refusal(work(bed.house))).message).toMatch(/LCO answered with an error \(503\)/);
    bed.server.fault = null;
    bed.setClock("2026-11-21T00:10:00.000Z");
    expect(await claimDueFiles(bed.house)).toBe(1);
    expect(await work(bed.house)).toMatchObject([{ saved: [{}] }, { saved: [], known: 1 }]);
    const [file] = (await listProducts(bed.database.read, ada.scope, { limit: 1 })).items;
    await deleteProduct({ ctx: ada, input: { id: file?.id ?? "" } });
    bed.setClock("2026-11-25T00:00:00.000Z");
    expect(await claimDueFiles(bed.house)).toBe(0);
    await ask({ files: [reduced] });
    expect(await work(ada)).toMatchObject([{ saved: [{}] }]);
  });
});

describe("the type of a file", () => {
  const types = (...keys: string[]) =>
    Object.fromEntries(
      keys.map((key) => [key, { label: key, processor: key === "other" ? null : ("image" as const) }]),
    );
  it.each([
    ["a.fits.fz", ["photometry", "fits_file", "other"], "fits_file"],
    ["a.FITS", ["fits_file", "other"], "fits_file"],
    ["a.jpg", ["image", "other"], "image"],
    ["catalog.csv", ["photometry", "other"], "other"],
    ["a.fits", ["photometry", "other"], "other"],
    ["a.fits", ["photometry"], "photometry"],
  ])("of %s is told by its name, among what is configured", (name, keys, type) => {
    expect(typeOfFile(types(...keys), name)).toBe(type);
  });
});
