import { deleteProduct } from "@/lib/data-products/commands/delete-product";
import { reprocessProduct } from "@/lib/data-products/commands/reprocess-product";
import { saveFacilityProducts } from "@/lib/data-products/commands/save-facility-products";
import { storeResult } from "@/lib/data-products/commands/store-result";
import { uploadProduct } from "@/lib/data-products/commands/upload-product";
import { bytesOf, photometryOf, uploadText } from "@/lib/data-products/testing";
import type { Path, Paths, World } from "./world";

const at = "lib/data-products/commands";

async function uploaded({ ada, store, target }: World): Promise<string> {
  const { id: targetId } = await target();
  return (await uploadText(ada, store, { targetId, text: "time,filter,mag\n60000,r,18\n" })).id;
}

const playedBy = (because: string): Path => ({ fires: "nothing", because });

export const filePaths: Paths = {
  [`${at}/upload-product.ts#uploadProduct`]: {
    fires: { data_product_post_upload: 1 },
    async play({ ada, store, target }) {
      const { id: targetId } = await target();
      const file = await store.put(bytesOf("time,filter,mag\n60000,r,18\n"), { maxBytes: 1_000 });
      const fields = { targetId, type: "photometry", observationRecordId: null, timeScale: "utc" as const };
      return () =>
        uploadProduct({ ctx: ada, input: { fields, file, filename: "points.csv" }, limits: { quotaBytes: null } });
    },
  },
  [`${at}/save-facility-products.ts#saveFacilityProducts`]: {
    fires: { data_product_post_save: 2, multiple_data_products_post_save: 1 },
    again: true,
    async play({ ada, store, target, name }) {
      const { id: targetId } = await target();
      const files = [name("frame"), name("frame")].map((id) => ({
        facilityProductId: id,
        name: `${id}.csv`,
        url: `http://frames.example/${id}`,
        type: "photometry",
      }));
      const input = { targetId, observationRecordId: null, facilityId: "lco", files };
      const limits = { maxBytes: 1_000, quotaBytes: null };
      return () =>
        saveFacilityProducts({
          ctx: ada,
          store,
          fetchFile: (_request, take) => take(bytesOf("time,filter,mag\n60000,r,18\n")),
          ...limits,
          input,
        });
    },
  },
  [`${at}/store-result.ts#storeResult`]: {
    fires: { reduced_datum_post_save: 1 },
    again: true,
    async play(world) {
      const productId = await uploaded(world);
      const input = { productId, processing: 0, result: photometryOf([{}]) };
      return () => storeResult({ ctx: world.ada, input });
    },
  },
  [`${at}/reprocess-product.ts#reprocessProduct`]: {
    fires: {},
    async play(world) {
      const input = { id: await uploaded(world) };
      return () => reprocessProduct({ ctx: world.ada, input });
    },
  },
  [`${at}/delete-product.ts#deleteProduct`]: {
    fires: {},
    async play(world) {
      const input = { id: await uploaded(world) };
      return () => deleteProduct({ ctx: world.ada, input });
    },
  },
  [`${at}/upload-product.ts#checkUpload`]: playedBy("looks at the rights before the bytes come"),
  [`${at}/store-product.ts#requireType`]: playedBy("looks at the configuration only"),
};
