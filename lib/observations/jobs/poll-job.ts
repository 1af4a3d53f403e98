import * as z from "zod";

/** As much of the job as is needed to ask for it. */
export const pollFacilityJob = {
  kind: "observations.poll",
  payload: z.strictObject({ facilityId: z.string().max(60) }),
} as const;
