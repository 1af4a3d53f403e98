import { Readable } from "node:stream";
import Papa from "papaparse";
import type { Context } from "@/lib/access/context";
import { mjdToIso } from "@/lib/astro/time";
import { uploadProduct } from "@/lib/data-products/commands/upload-product";
import { createObservation } from "@/lib/observations/commands/create-observation";
import { updateObservation } from "@/lib/observations/commands/update-observation";
import type { Services } from "../services";
import { sn2020oi } from "./demo-data";

/** The columns of the file, as people write them. A measurement that the survey numbered keeps its number. */
function lightCurveFile(): string {
  return Papa.unparse(
    sn2020oi().map((row) => ({
      mjd: row.observedAtMjd,
      filter: row.band,
      magnitude: row.mag,
      error: row.magErr,
      limit: row.limitMag,
      limit_sigma: row.limitSigma,
      mag_system: row.magSystem,
      brightness_kind: row.brightness,
      telescope: row.telescope,
      instrument: row.instrument,
      source: row.source,
      candid: row.sourceId,
    })),
    { newline: "\n" },
  );
}

/**
 * The published exposures of SN 2020oi as an observation with its history, and the published light curve as its file:
 * every value in it is one that ZTF published, and known to the target already.
 */
export async function seedObservation(ctx: Context, services: Services, targetId: string): Promise<void> {
  const { facilities, files, env, config } = services;
  const type = config.dataProducts.photometry ? "photometry" : null;
  if (facilities.find("manual") === null || type === null) return;
  const times = sn2020oi().map((row) => row.observedAtMjd);
  const record = await createObservation({
    ctx,
    facilities,
    input: {
      targetId,
      facilityId: "manual",
      status: "IN_PROGRESS",
      scheduledStart: mjdToIso(Math.min(...times)),
      scheduledEnd: mjdToIso(Math.max(...times)),
      parameters: {
        telescope: "Palomar 48-inch",
        instrument: "ZTF",
        filter: "g, r",
        exposureS: 30,
        note: "Exposures of the public ZTF survey, as its alerts told of them. Entered as an example: nobody asked for them here.",
      },
    },
  });
  await updateObservation({ ctx, facilities, input: { id: record.id, status: "COMPLETED" } });
  const file = await files.put(Readable.from([Buffer.from(lightCurveFile())]), { maxBytes: env.uploadMaxBytes });
  const fields = { targetId, type, observationRecordId: record.id, timeScale: "utc" as const };
  const input = { fields, file, filename: "sn2020oi-ztf-public.csv" };
  await uploadProduct({ ctx, input, limits: { quotaBytes: null } });
}
