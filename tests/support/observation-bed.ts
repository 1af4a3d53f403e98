import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import type { Clock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { lco } from "@/lib/facilities/lco";
import { manual } from "@/lib/facilities/manual";
import { createFacilityRegistry, type FacilityRegistry } from "@/lib/facilities/registry";
import { createHttp } from "@/lib/http/create-http";
import { type FaultServer, startFaultServer } from "@/lib/http/testing/fault-server";
import { createObservation } from "@/lib/observations/commands/create-observation";
import type { CreateObservationInput } from "@/lib/observations/schema";
import type { ObservationDto } from "@/lib/observations/types";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser, house } from "@/lib/targets/testing";
import { answerOcs, loadOcs } from "@/scripts/facilities-replay/ocs.mjs";

type Event = { previousStatus: string | null; observation: ObservationDto };

/** Observation records on a real database, with a portal on loopback and a clock that the test moves. */
export type ObservationBed = {
  database: TestDatabase;
  facilities: FacilityRegistry;
  portal: ReturnType<typeof loadOcs>;
  server: FaultServer;
  house: Context;
  person(name: string, role?: "member" | "admin"): Promise<Context>;
  /** Somebody's own target. */
  target(ctx: Context, more?: object): Promise<string>;
  record(ctx: Context, targetId: string, more?: Partial<CreateObservationInput>): Promise<ObservationDto>;
  setClock(iso: string): void;
  /** What the hook was told of a record, oldest first. */
  events(id: string): Promise<Event[]>;
  audits(id: string): Promise<string[]>;
  destroy(): Promise<void>;
};

export async function createObservationBed(): Promise<ObservationBed> {
  const database = await createTestDatabase();
  const portal = loadOcs();
  const server = await startFaultServer((seen) => answerOcs(portal, seen));
  const http = createHttp({
    allowPrivateHosts: [server.hostAndPort],
    limits: { timeoutMs: 20_000, retries: 0, breaker: { failuresToOpen: 1_000, openMs: 1 } },
  });
  let now = new Date("2026-11-21T00:00:00.000Z");
  const clock: Clock = { now: () => now };
  const entries = [manual(), lco({ portalUrl: server.origin, archiveUrl: server.origin, token: portal.token })];
  const facilities = createFacilityRegistry(entries, { http, logger: silentLogger, clock });
  let serial = 0;
  return {
    database,
    facilities,
    portal,
    server,
    house: { ...house(database), clock },
    person: async (name, role = "member") => ({ ...(await addUser(database, name, role)), clock }),
    async target(ctx, more = {}) {
      serial += 1;
      const input = { name: `Observed ${serial}`, raDeg: serial, decDeg: -serial, ...more };
      return (await createTarget({ ctx, input })).id;
    },
    record: (ctx, targetId, more = {}) =>
      createObservation({ ctx, facilities, input: { targetId, facilityId: "manual", ...more } }),
    setClock(iso) {
      now = new Date(iso);
    },
    async events(id) {
      const rows = await database.read.all<{ payload: string }>(
        sql`SELECT payload FROM outbox WHERE object_id = ${id} AND event = 'observation_change_state' ORDER BY pk`,
      );
      return rows.map((row) => JSON.parse(row.payload) as Event);
    },
    async audits(id) {
      const rows = await database.read.all<{ verb: string }>(
        sql`SELECT verb FROM audit WHERE object_type = 'observation' AND object_id = ${id} ORDER BY pk`,
      );
      return rows.map((row) => row.verb);
    },
    async destroy() {
      await http.close();
      await server.close();
      await database.destroy();
    },
  };
}
