import { eq } from "drizzle-orm";
import { brokerQueries, brokerRunAlerts, brokerRuns } from "@/db/schema/alerts";
import type { Context } from "@/lib/access/context";
import { noteKnown } from "@/lib/alerts/commands/note-known";
import { createQuery } from "@/lib/alerts/commands/save-query";
import { mjdToIso } from "@/lib/astro/time";
import { newId } from "@/lib/core/ids";
import type { Services } from "../services";
import { alerceObjects } from "./demo-data";

/** A saved query of ALeRCE and one run of it, frozen, so that the pages can be tried without a network. */
export async function seedRun(ctx: Context, services: Services, groupId: string): Promise<void> {
  if (!services.brokers.find("alerce")) return;
  const parameters = { survey: "ztf", classifier: "lc_classifier", className: "SNIa", scoreMin: 0.7, maxAlerts: 10 };
  const { id } = await createQuery({
    ctx,
    brokers: services.brokers,
    input: { name: "Type Ia supernovae (ALeRCE)", brokerId: "alerce", parameters, groupId },
  });
  const [query] = await services.database.read.select().from(brokerQueries).where(eq(brokerQueries.id, id));
  if (!query) return;
  const at = ctx.clock.now().toISOString();
  await services.database.write(async (tx) => {
    const [run] = await tx
      .insert(brokerRuns)
      .values({
        id: newId(),
        queryPk: query.pk,
        queryName: query.name,
        brokerId: "alerce",
        schemaVersion: query.schemaVersion,
        parameters: query.parameters,
        ownerPk: query.ownerPk,
        groupPk: query.groupPk,
        startedAt: at,
        finishedAt: at,
        status: "done",
        total: alerceObjects().length,
        feedback: "Part of the demo: published objects, frozen, not asked of the broker by this TOM.",
      })
      .returning({ pk: brokerRuns.pk });
    await tx.insert(brokerRunAlerts).values(alerceObjects().map((object) => alertRow(run?.pk ?? 0, object)));
    await noteKnown(tx, run?.pk ?? 0);
    await tx.update(brokerQueries).set({ lastRunAt: at }).where(eq(brokerQueries.pk, query.pk));
  });
}

function alertRow(runPk: number, object: Record<string, unknown>): typeof brokerRunAlerts.$inferInsert {
  const oid = String(object.oid);
  const numeric = (key: string): number => Number(object[key]);
  const classification = {
    name: String(object.class),
    classifier: String(object.classifier),
    version: null,
    probability: numeric("probability"),
  };
  return {
    runPk,
    alertId: oid,
    name: oid,
    timestamp: mjdToIso(numeric("lastmjd")),
    raDeg: numeric("meanra"),
    decDeg: numeric("meandec"),
    mag: null,
    band: null,
    score: classification.probability,
    url: `https://alerce.online/object/${oid}`,
    classifications: [{ ...classification, source: "ALeRCE", date: null }],
    raw: {
      survey: "ztf",
      oid,
      raDeg: numeric("meanra"),
      decDeg: numeric("meandec"),
      firstMjd: numeric("firstmjd"),
      lastMjd: numeric("lastmjd"),
      detections: numeric("ndet"),
      mag: null,
      band: null,
      classifications: [{ ...classification, ranking: null }],
      isComplete: false,
    },
    change: "new",
  };
}
