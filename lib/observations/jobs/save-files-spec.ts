import * as z from "zod";

/** As much of the job as is needed to ask for it. */
export const saveFilesSpec = {
  kind: "observations.saveFiles",
  payload: z.strictObject({
    recordId: z.string().max(60),
    /** The facility's ids of files; "as configured": those that are fetched by themselves. */
    files: z.union([z.array(z.string()), z.enum(["all", "as configured"])]),
    /** Null: by their names. */
    type: z.string().max(40).nullable(),
  }),
} as const;
