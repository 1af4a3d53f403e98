import type { Context } from "@/lib/access/context";
import { isTomError, TomError } from "@/lib/core/errors";
import type { SavedProducts, SaveFacilityProducts } from "@/lib/data-products/commands/save-facility-products";
import type { FacilityRegistry, RegisteredFacility } from "@/lib/facilities/registry";
import { defineJob } from "@/lib/jobs/define-job";
import { typeOfFile } from "../file-type";
import { type FilesAtFacility, listFiles } from "../queries/list-files";
import type { ListedFile } from "../types";
import { saveFilesSpec } from "./save-files-spec";

export type SaveCall = {
  ctx: Context;
  fetchFile: RegisteredFacility["fetchFile"];
  input: SaveFacilityProducts;
  signal: AbortSignal;
  onFile(done: number, total: number, name: string): void;
};

const hourMs = 3_600_000;

/**
 * Fetches files of an observation from its facility, and keeps them with the target. What could not be fetched is told in
 * the result; when nothing could, the job has failed, and is tried again.
 */
export const createSaveFilesJob = (facilities: FacilityRegistry, save: (call: SaveCall) => Promise<SavedProducts>) =>
  defineJob({
    ...saveFilesSpec,
    timeoutMs: 6 * hourMs,
    async run({ ctx, payload: { recordId, files: wanted, type }, progress, signal }) {
      const listed = await list(ctx, facilities, recordId);
      if (listed === null) return null;
      const { row, facility } = listed;
      const files = listed.files.filter((file) => isWanted(file, wanted, facility));
      progress(0, files.length, files.length === 0 ? "No file yet" : "");
      const report = await save({
        ctx,
        fetchFile: facility.fetchFile,
        signal,
        onFile: (done, total, name) => progress(done, total, `Fetching ${name}`),
        input: {
          targetId: row.targetId,
          observationRecordId: row.record.id,
          facilityId: facility.id,
          files: files.map(({ id, filename, url }) => ({
            facilityProductId: id,
            name: filename,
            url,
            type: type ?? typeOfFile(ctx.config.dataProducts, filename),
          })),
        },
      });
      const { saved, known, failed } = report;
      const [first] = failed;
      if (first !== undefined && saved.length === 0 && known === 0) {
        throw new TomError("UPSTREAM_FAILED", `No file could be fetched. ${first.message}`);
      }
      progress(files.length, files.length, sentence(report));
      return { saved: saved.map(({ id, filename }) => ({ id, filename })), known, failed };
    },
  });

/** Null where the record is gone by now, or is another observation of a facility without a list. */
async function list(ctx: Context, facilities: FacilityRegistry, id: string): Promise<FilesAtFacility | null> {
  try {
    return await listFiles(ctx, facilities, id);
  } catch (error) {
    if (isTomError(error) && (error.code === "NOT_FOUND" || error.code === "CONFLICT")) return null;
    throw error;
  }
}

function isWanted({ id, url, reduced }: ListedFile, wanted: string | string[], { manifest }: RegisteredFacility) {
  if (typeof wanted === "object") return wanted.includes(id);
  if (wanted === "all") return true;
  return url !== null && (manifest.saveFiles === "all" || (manifest.saveFiles === "reduced" && reduced === true));
}

const count = (files: number): string => `${files} ${files === 1 ? "file" : "files"}`;

function sentence({ saved, known, failed }: SavedProducts): string {
  const parts = [
    ...(saved.length > 0 || known + failed.length === 0 ? [`${count(saved.length)} saved`] : []),
    ...(known > 0 ? [`${count(known)} here already`] : []),
    ...(failed.length > 0 ? [`${count(failed.length)} not fetched: ${failed[0]?.message}`] : []),
  ];
  return parts.join(", ");
}
