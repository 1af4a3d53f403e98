import type { Context } from "@/lib/access/context";
import { refreshObservation } from "@/lib/observations/commands/ask-facility";
import { bulkChangeState } from "@/lib/observations/commands/bulk-state";
import { createObservation } from "@/lib/observations/commands/create-observation";
import { deleteObservation } from "@/lib/observations/commands/delete-observation";
import { pollFacility } from "@/lib/observations/commands/poll-facility";
import { cancelObservation, updateObservation } from "@/lib/observations/commands/update-observation";
import { moveRequest } from "@/scripts/facilities-replay/ocs.mjs";
import type { Path, Paths, World } from "./world";

const at = "lib/observations/commands";
const once = { observation_change_state: 1 } as const;
const request = "3400001";

async function record({ ada, facilities, target }: World, more: object = {}): Promise<string> {
  const { id: targetId } = await target();
  return (await createObservation({ ctx: ada, facilities, input: { targetId, facilityId: "manual", ...more } })).id;
}

/** A record that its portal will tell something new of. */
async function movedAtThePortal(world: World): Promise<string> {
  moveRequest(world.portal, request, "PENDING");
  const id = await record(world, { facilityId: "lco", observationId: request });
  moveRequest(world.portal, request, "CANCELED");
  return id;
}

/** After the time at which its facility is asked again. */
const later = (ctx: Context): Context => ({ ...ctx, clock: { now: () => new Date(Date.now() + 86_400_000) } });

const playedBy = (because: string): Path => ({ fires: "nothing", because });

export const observationPaths: Paths = {
  [`${at}/create-observation.ts#createObservation`]: {
    fires: once,
    again: true,
    async play({ ada, facilities, target, portal }) {
      const { id: targetId } = await target();
      moveRequest(portal, request, "PENDING");
      const input = { targetId, facilityId: "lco", observationId: request };
      return () => createObservation({ ctx: ada, facilities, input });
    },
  },
  [`${at}/update-observation.ts#updateObservation`]: {
    fires: once,
    again: true,
    async play(world) {
      const input = { id: await record(world), status: "COMPLETED", scheduledStart: "2026-12-01T02:00:00Z" };
      return () => updateObservation({ ctx: world.ada, facilities: world.facilities, input });
    },
  },
  [`${at}/update-observation.ts#cancelObservation`]: {
    fires: once,
    async play(world) {
      const input = { id: await record(world) };
      return () => cancelObservation({ ctx: world.ada, facilities: world.facilities, input });
    },
  },
  [`${at}/bulk-state.ts#bulkChangeState`]: {
    fires: { observation_change_state: 2 },
    again: true,
    async play(world) {
      const input = { ids: [await record(world), await record(world)], status: "IN_PROGRESS" };
      return () => bulkChangeState({ ctx: world.ada, facilities: world.facilities, input });
    },
  },
  [`${at}/delete-observation.ts#deleteObservation`]: {
    fires: {},
    async play(world) {
      const input = { id: await record(world) };
      return () => deleteObservation({ ctx: world.ada, facilities: world.facilities, input });
    },
  },
  [`${at}/ask-facility.ts#refreshObservation`]: {
    fires: once,
    async play(world) {
      const input = { id: await movedAtThePortal(world) };
      return () => refreshObservation({ ctx: world.ada, facilities: world.facilities, input });
    },
  },
  [`${at}/poll-facility.ts#pollFacility`]: {
    fires: once,
    again: true,
    async play(world) {
      const idle = { signal: new AbortController().signal, progress: () => undefined };
      const poll = () => pollFacility(later(world.house), world.facilities, "lco", idle);
      // Records of other rows wait for the same portal.
      moveRequest(world.portal, request, "COMPLETED");
      await poll();
      await movedAtThePortal(world);
      return poll;
    },
  },
  [`${at}/save-files.ts#saveFiles`]: playedBy("lines up what saveFacilityProducts does"),
  [`${at}/save-files.ts#claimDueFiles`]: playedBy("lines up what saveFacilityProducts does"),
  [`${at}/poll-facility.ts#claimDuePolls`]: playedBy("lines up what pollFacility does"),
  [`${at}/ask-facility.ts#writeAnswer`]: playedBy("a part of refreshObservation and pollFacility"),
  [`${at}/write-records.ts#standingOf`]: playedBy("computes, and writes nothing"),
};
