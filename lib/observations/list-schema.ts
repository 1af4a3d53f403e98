import * as z from "zod";

/** What a list of observation records can be asked for; the same in the URL of the page and of the API. Isomorphic. */

export const observationSorts = [
  "-createdAt",
  "createdAt",
  "scheduledStart",
  "-scheduledStart",
  "updatedAt",
  "-updatedAt",
] as const;
export type ObservationSort = (typeof observationSorts)[number];

export const observationFilterShape = {
  targetId: z.string().max(60).optional(),
  facilityId: z.string().max(60).optional(),
  status: z.string().max(100).optional(),
  /** Those that are over, or those that are not. */
  terminal: z
    .enum(["true", "false"], "must be true or false")
    .transform((text) => text === "true")
    .optional(),
};

export type ObservationFilter = {
  targetId?: string | undefined;
  facilityId?: string | undefined;
  status?: string | undefined;
  terminal?: boolean | undefined;
};

export const observationSort = z
  .enum(observationSorts, `must be one of ${observationSorts.join(", ")}`)
  .default("-createdAt");
