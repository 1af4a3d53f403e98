import type { Context } from "@/lib/access/context";
import type { FacilityRegistry } from "@/lib/facilities/registry";
import { defineJob } from "@/lib/jobs/define-job";
import type { PeriodicTask } from "@/lib/jobs/periodic";
import { claimDuePolls, pollFacility } from "../commands/poll-facility";
import { claimDueFiles } from "../commands/save-files";
import { pollFacilityJob } from "./poll-job";

const everyMs = 60_000;

/** Looks every minute for observations that their facilities are to be asked after, and for those with files to fetch. */
export const observationStatesTask = (house: () => Context, facilities: FacilityRegistry): PeriodicTask => ({
  name: "observation-states",
  summary: "Asks facilities how the observations are that they were asked for, and fetches their files",
  everyMs,
  async run() {
    await claimDuePolls(house(), facilities);
    await claimDueFiles(house());
  },
});

/** Asks one facility after all that is due. What could not be asked is due again later: the job itself is done. */
export const createPollFacilityJob = (facilities: FacilityRegistry) =>
  defineJob({
    ...pollFacilityJob,
    run: ({ ctx, payload: { facilityId }, signal, progress }) =>
      pollFacility(ctx, facilities, facilityId, { signal, progress: (done) => progress(done, null) }),
  });
