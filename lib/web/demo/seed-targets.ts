import { eq } from "drizzle-orm";
import { alertLinks } from "@/db/schema/alerts";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { draftToMeasurement } from "@/lib/alerts/draft-to-measurement";
import type { PhotometryDraft } from "@/lib/brokers/contract";
import { nowIso } from "@/lib/core/clock";
import { savePhotometry } from "@/lib/reduced-data/commands/save-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import type { CreateTargetInput } from "@/lib/targets/schema";
import { lsstObject, sn2020oi } from "./demo-data";

type Seed = {
  input: CreateTargetInput;
  photometry?: { via: string; rows: PhotometryDraft[] };
  link?: { brokerId: string; alertId: string; url: string };
};

/** Published objects: positions, classes and redshifts as their discoverers and surveys gave them. */
const seeds = (groups: { supernovae: string; rubin: string }): Seed[] => [
  {
    input: {
      name: "1P/Halley",
      type: "NON_SIDEREAL",
      visibility: "public",
      scheme: "MPC_COMET",
      // JPL small-body database, solution of the 1968 epoch.
      epochOfElementsMjd: 39874.5,
      argOfPerihelionDeg: 112.2414,
      longAscNodeDeg: 59.0989,
      inclinationDeg: 162.1905,
      eccentricity: 0.96794,
      perihelionDistanceAu: 0.57472,
      epochOfPerihelionMjd: 46469.474,
      tags: ["comet"],
    },
  },
  {
    input: {
      name: "Gaia25aeg",
      type: "SIDEREAL",
      visibility: "public",
      raDeg: 173.37523,
      decDeg: 18.5043,
      tags: ["Gaia"],
      classifications: [
        {
          name: "SN Ia",
          source: "Gaia Science Alerts",
          classifier: null,
          version: null,
          probability: null,
          date: "2025-01-16T17:55:55Z",
        },
      ],
      extras: { discovery_mag: 18.96, discovered_at: "2024-12-29T10:48:00Z" },
    },
    photometry: { via: "gaia", rows: [gaiaAlert(60673.45, 18.96)] },
  },
  {
    input: {
      name: "Gaia25aeh",
      type: "SIDEREAL",
      visibility: "public",
      raDeg: 312.55124,
      decDeg: 28.89383,
      aliases: ["ZTF18abmnvsq"],
      tags: ["Gaia", "CV"],
      extras: { discovery_mag: 15.86, discovered_at: "2025-01-15T00:59:00Z" },
    },
    photometry: { via: "gaia", rows: [gaiaAlert(60690.04097, 15.86)] },
  },
  {
    input: {
      name: "LSST 314002971860926640",
      type: "SIDEREAL",
      visibility: "private",
      groups: [groups.rubin],
      raDeg: 63.249034,
      decDeg: -46.901485,
      aliases: ["314002971860926640"],
      tags: ["Rubin"],
    },
    photometry: { via: "fink", rows: lsstObject() },
    link: {
      brokerId: "alerce",
      alertId: "314002971860926640",
      url: "https://lsst.alerce.online/object/314002971860926640?survey=lsst",
    },
  },
  {
    input: {
      name: "SN 2020oi",
      type: "SIDEREAL",
      visibility: "open",
      groups: [groups.supernovae],
      raDeg: 185.728875,
      decDeg: 15.823611,
      aliases: ["ZTF20aaelulu"],
      tags: ["supernova", "ZTF"],
      redshift: { value: 0.00524, error: null, frame: "heliocentric", source: "host M100" },
      classifications: [
        {
          name: "SN Ic",
          source: "TNS",
          classifier: null,
          version: null,
          probability: null,
          date: "2020-01-09T00:00:00Z",
        },
      ],
      extras: {
        host_galaxy: "M100 (NGC 4321)",
        discovery_mag: 17.28,
        discovered_at: "2020-01-07T13:00:54Z",
        follow_up: true,
      },
    },
    photometry: { via: "alerce", rows: sn2020oi() },
    link: { brokerId: "alerce", alertId: "ZTF20aaelulu", url: "https://alerce.online/object/ZTF20aaelulu" },
  },
];

/** The magnitude of a Gaia alert: G, Vega, without an error. */
function gaiaAlert(observedAtMjd: number, mag: number): PhotometryDraft {
  return {
    observedAtMjd,
    band: "G",
    mag,
    magErr: null,
    fluxNjy: null,
    fluxErrNjy: null,
    limitMag: null,
    limitSigma: null,
    magSystem: "Vega",
    brightness: "total",
    forced: false,
    forcedProducer: null,
    negative: false,
    timeReference: null,
    telescope: "Gaia",
    instrument: null,
    source: "Gaia",
    sourceId: null,
  };
}

/** Answers the ids by name. */
export async function seedTargets(
  ctx: Context,
  groups: { supernovae: string; rubin: string },
): Promise<ReadonlyMap<string, string>> {
  const made = new Map<string, string>();
  for (const { input, photometry, link } of seeds(groups)) {
    const target = await createTarget({ ctx, input });
    made.set(target.name, target.id);
    await ctx.database.write(async (tx) => {
      const [row] = await tx.select({ pk: targets.pk }).from(targets).where(eq(targets.id, target.id));
      if (!row) return;
      const at = nowIso(ctx.clock);
      const byPk = ctx.actor.kind === "user" ? ctx.actor.userPk : null;
      if (link) await tx.insert(alertLinks).values({ ...link, targetPk: row.pk, linkedByPk: byPk, createdAt: at });
      if (!photometry) return;
      const measurements = photometry.rows.flatMap((draft) => draftToMeasurement(draft) ?? []);
      await savePhotometry(tx, ctx, { pk: row.pk, id: target.id }, measurements, {
        via: photometry.via,
        provenance: "demo",
        parserVersion: "1",
        told: `from ${photometry.via}`,
      });
    });
  }
  return made;
}
