import { eq, type SQL, sql } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { dataProductResults, dataProducts } from "@/db/schema/data-products";
import { observationRecords } from "@/db/schema/observations";
import { users } from "@/db/schema/people";
import { targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { UploadTimeScale } from "@/lib/data-processors/contract";
import type { DataProductDto } from "../types";

export type Reader = ReadDb | Tx;

const columns = {
  pk: dataProducts.pk,
  id: dataProducts.id,
  targetId: targets.id,
  targetName: targets.name,
  observationRecordId: observationRecords.id,
  facilityId: dataProducts.facilityId,
  productId: dataProducts.productId,
  type: dataProducts.type,
  filename: dataProducts.filename,
  contentType: dataProducts.contentType,
  sizeBytes: dataProducts.sizeBytes,
  sha256: dataProducts.sha256,
  timeScale: dataProducts.timeScale,
  status: dataProducts.status,
  message: dataProducts.message,
  jobId: dataProducts.jobId,
  accepted: dataProductResults.accepted,
  unchanged: dataProductResults.unchanged,
  rejectedTotal: dataProductResults.rejectedTotal,
  previewKey: dataProductResults.previewKey,
  createdAt: dataProducts.createdAt,
  updatedAt: dataProducts.updatedAt,
  createdBy: users.username,
};

/** Files with what is shown of them; whoever asks adds who may see them. Newest first is `pk DESC`. */
export const selectProducts = (db: Reader) =>
  db
    .select(columns)
    .from(dataProducts)
    // Fixes the order: files as the list wants them, then the one target of each (`ofItsTarget` in the condition).
    .crossJoin(targets)
    .leftJoin(dataProductResults, eq(dataProductResults.productPk, dataProducts.pk))
    .leftJoin(observationRecords, eq(observationRecords.pk, dataProducts.observationPk))
    .leftJoin(users, eq(users.pk, dataProducts.createdByPk));

export const ofItsTarget: SQL = sql`${targets.pk} = ${dataProducts.targetPk}`;

type ProductRow = Awaited<ReturnType<typeof selectProducts>>[number];

export function toProduct(row: ProductRow): DataProductDto {
  const { pk: _pk, accepted, unchanged, rejectedTotal, previewKey, timeScale, ...rest } = row;
  return {
    ...rest,
    // Written from the same list.
    timeScale: timeScale as UploadTimeScale,
    counts:
      accepted === null || unchanged === null || rejectedTotal === null
        ? null
        : { accepted, unchanged, rejected: rejectedTotal },
    hasPreview: previewKey !== null,
  };
}
