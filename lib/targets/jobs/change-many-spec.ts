import * as z from "zod";

/** As much of the job as is needed to ask for it; what it works on lies with the job's id. */
export const changeMany = { kind: "targets.change", payload: z.strictObject({}) } as const;
