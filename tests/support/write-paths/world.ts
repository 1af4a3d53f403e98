import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { alerce } from "@/lib/brokers/alerce";
import { type BrokerRegistry, createBrokerRegistry } from "@/lib/brokers/registry";
import { systemClock } from "@/lib/core/clock";
import { silentLogger } from "@/lib/core/logger";
import { createTestStore, type TestStore } from "@/lib/data-products/testing";
import { lco } from "@/lib/facilities/lco";
import { manual } from "@/lib/facilities/manual";
import { createFacilityRegistry, type FacilityRegistry } from "@/lib/facilities/registry";
import type { HookName } from "@/lib/hooks/contract";
import { createHttp } from "@/lib/http/create-http";
import { startFaultServer } from "@/lib/http/testing/fault-server";
import { createTarget } from "@/lib/targets/commands/create-target";
import type { CreateTargetInput } from "@/lib/targets/schema";
import { addGroup, addUser, house } from "@/lib/targets/testing";
import type { TargetDto } from "@/lib/targets/types";
import { startReplay } from "@/scripts/brokers-replay/start.mjs";
import { answerOcs, loadOcs } from "@/scripts/facilities-replay/ocs.mjs";

/** A small house in which every command can be played. */
export type World = {
  database: TestDatabase;
  brokers: BrokerRegistry;
  facilities: FacilityRegistry;
  /** An observation portal, as it answers. */
  portal: ReturnType<typeof loadOcs>;
  store: TestStore;
  /** A member, who changes things. */
  ada: Context;
  root: Context;
  house: Context;
  /** Ada's. */
  group: { pk: number; id: string; name: string };
  /** A new target of Ada's. */
  target(input?: Partial<CreateTargetInput>): Promise<TargetDto>;
  /** A name that was not used yet. */
  name(stem: string): string;
  close(): Promise<void>;
};

/** How often each hook fires for one call. */
export type Fires = Partial<Record<HookName, number>>;

export type Path =
  | {
      fires: Fires;
      /** Makes ready, and answers the call that is measured. */
      play(world: World): Promise<() => Promise<unknown>>;
      /** True: the same call again changes nothing, and fires nothing. */
      again?: boolean;
    }
  /** It writes nothing that a hook tells of, or only through another path: which, and why. */
  | { fires: "nothing"; because: string };

/** By `file#export`. */
export type Paths = Readonly<Record<string, Path>>;

export async function createWorld(): Promise<World> {
  const [database, replay] = [await createTestDatabase(), await startReplay({ corpusDir: null })];
  const [portal, store] = [loadOcs(), createTestStore()];
  const observatory = await startFaultServer((seen) => answerOcs(portal, seen));
  const http = createHttp({ allowPrivateHosts: [new URL(replay.origin).host, observatory.hostAndPort] });
  const telescopes = [
    manual(),
    lco({ portalUrl: observatory.origin, archiveUrl: observatory.origin, token: portal.token }),
  ];
  const entries = [alerce({ baseUrls: { ztf: replay.origin, lsst: replay.origin } })];
  const [ada, root] = [await addUser(database, "ada"), await addUser(database, "root", "admin")];
  let count = 0;
  const name = (stem: string): string => `${stem} ${++count}`;
  return {
    database,
    brokers: createBrokerRegistry(entries, { http, logger: silentLogger }),
    facilities: createFacilityRegistry(telescopes, { http, logger: silentLogger, clock: systemClock }),
    portal,
    store,
    ada,
    root,
    house: house(database),
    group: await addGroup(database, "Supernovae", [ada]),
    name,
    target: (input = {}) =>
      createTarget({
        ctx: ada,
        input: { name: name("Object"), type: "SIDEREAL", raDeg: 10 + count, decDeg: 20, ...input },
      }),
    async close() {
      await http.close();
      await replay.close();
      await observatory.close();
      store.destroy();
      await database.destroy();
    },
  };
}
