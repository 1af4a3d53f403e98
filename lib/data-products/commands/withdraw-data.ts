import { sql } from "drizzle-orm";
import type { Tx } from "@/db/write";
import { withdrawPhotometry } from "@/lib/reduced-data/commands/withdraw-photometry";
import type { DataProductBelongings } from "../types";

/** How measurements say that a file delivered them. */
export const viaFile = "file";

type Product = { pk: number; targetPk: number };

/** What only this file gave among these links; with `except`, without what that processing gave again. */
async function onlyOf(tx: Tx, table: "photometry" | "spectra", product: Product, except: readonly number[]) {
  const [links, row] =
    table === "photometry"
      ? [sql`data_product_photometry`, sql`photometry_pk`]
      : [sql`data_product_spectra`, sql`spectrum_pk`];
  const rows = await tx.all<{ pk: number; shared: number }>(sql`
    SELECT d.${row} AS pk, EXISTS (SELECT 1 FROM ${links} o WHERE o.${row} = d.${row} AND o.product_pk <> d.product_pk) AS shared
    FROM ${links} d WHERE d.product_pk = ${product.pk}
      AND d.${row} NOT IN (SELECT value FROM json_each(${JSON.stringify(except)}))`);
  return {
    own: rows.filter(({ shared }) => !shared).map(({ pk }) => pk),
    sharedCount: rows.filter(({ shared }) => shared).length,
  };
}

/**
 * Takes back what a file gave: measurements and spectra that neither another file nor anybody else gave go, the others
 * stay. `except` are those that its newest processing gave again.
 */
export async function withdrawAll(
  tx: Tx,
  product: Product,
  except: { photometry: readonly number[]; spectra: readonly number[] } = { photometry: [], spectra: [] },
): Promise<DataProductBelongings> {
  const light = await onlyOf(tx, "photometry", product, except.photometry);
  const withdrawn = await withdrawPhotometry(tx, product.targetPk, light.own, viaFile);
  const spectra = await onlyOf(tx, "spectra", product, except.spectra);
  await tx.run(sql`DELETE FROM spectra WHERE pk IN (SELECT value FROM json_each(${JSON.stringify(spectra.own)}))`);
  await tx.run(sql`DELETE FROM data_product_photometry WHERE product_pk = ${product.pk}
    AND photometry_pk NOT IN (SELECT value FROM json_each(${JSON.stringify(except.photometry)}))`);
  await tx.run(sql`DELETE FROM data_product_spectra WHERE product_pk = ${product.pk}
    AND spectrum_pk NOT IN (SELECT value FROM json_each(${JSON.stringify(except.spectra)}))`);
  return {
    photometry: { own: withdrawn.removed, shared: light.sharedCount + withdrawn.kept },
    spectra: { own: spectra.own.length, shared: spectra.sharedCount },
  };
}
