import type { Logger } from "@/lib/core/logger";
import { limitCalls } from "@/lib/http/limit-calls";
import { type BrokerContext, callsPerObject, defineBroker, type ReducedDatumDraft, type TargetRef } from "../contract";
import { credentialsMissing, missingFor, missingOf } from "../contract-credentials";
import { type LasairAlert, lasairAlertSchema } from "./alert";
import { findObject, type Service, type Survey, siteOf } from "./client";
import { mergeAlerts, toClassifications, toGenericAlert, toTarget } from "./mapping";
import { alertOf } from "./objects";
import { photometryOf } from "./photometry";
import { kindsOf, type LasairParameters, manifest, objectIdOf, queryForm } from "./query";
import { fetchPage } from "./search";

type ObjectId = { survey: Survey; objectId: string };

// A call each, two where the service stumbles over its own additions.
const mostObjects = 4;

function objectsOf(target: TargetRef, alert: LasairAlert | null): ObjectId[] {
  const named = [...(target.alertIds ?? []), target.name, ...target.aliases].flatMap((name) => objectIdOf(name) ?? []);
  const all = [...(alert ? [{ survey: alert.survey, objectId: alert.objectId }] : []), ...named];
  return [...new Map(all.map((one) => [one.objectId, one])).values()].slice(0, mostObjects);
}

/** All that Lasair knows of an object. What the list showed is worth having when the rest cannot be had. */
async function completed(serviceOf: () => Service, alert: LasairAlert, logger: Logger): Promise<LasairAlert> {
  if (alert.isComplete) return alert;
  try {
    const found = await findObject(serviceOf(), alert.objectId);
    return found ? mergeAlerts(alertOf(found), alert) : alert;
  } catch (err) {
    // Without a position it is no target: then the reason is what a person needs.
    if (alert.raDeg === null) throw err;
    logger.warn({ err, broker: manifest.id, objectId: alert.objectId }, "an object's details could not be had");
    return alert;
  }
}

function contextOf(parameters: LasairParameters): BrokerContext {
  const isZtf = parameters.survey === "ztf";
  const isFilter = kindsOf(parameters).includes("filter");
  return {
    facts: [
      isZtf
        ? { label: "Survey", value: "ZTF", url: "https://lasair-ztf.lsst.ac.uk" }
        : { label: "Survey", value: "Rubin LSST", url: manifest.homepage },
      ...(isFilter
        ? [
            {
              label: "Columns",
              value: "Lasair's schema",
              url: `https://lasair${isZtf ? "-ztf" : ""}.lsst.ac.uk/schema/`,
            },
          ]
        : []),
    ],
    notes: [
      ...(isZtf ? [] : ["Times of the LSST are TAI at Lasair; they are shown in UTC here."]),
      ...(isZtf && isFilter
        ? ["Lists of ZTF carry no real-bogus score; an object asked for by its id, or a few in a cone, do."]
        : []),
    ],
  };
}

export const lasair = defineBroker<LasairParameters, LasairAlert>({
  manifest,
  queryForm,
  alertSchema: lasairAlertSchema,
  connect({ http, baseUrls, credentials, logger }) {
    const missing = missingOf(manifest.credentials, credentials);
    const serviceOf = (survey: Survey, client = http): Service => {
      const without = missingFor(missing, survey);
      if (without.length > 0) throw credentialsMissing(manifest, without);
      return { survey, http: client, baseUrl: siteOf(baseUrls[survey] ?? ""), token: credentials[survey] ?? "" };
    };
    return {
      fetchAlerts: async (parameters, page) => fetchPage(serviceOf(parameters.survey), parameters, page),
      toGenericAlert,
      toClassifications,
      mergeAlerts,
      async fetchAlert(alertId) {
        const id = objectIdOf(alertId);
        const found = id && (await findObject(serviceOf(id.survey), id.objectId));
        return found && alertOf(found);
      },
      toTarget: async (alert) => toTarget(await completed(() => serviceOf(alert.survey), alert, logger)),
      async processReducedData(target, alert) {
        const limited = limitCalls(http, callsPerObject, manifest.name);
        const objects = objectsOf(target, alert);
        const within = objects.filter(({ survey }) => missingFor(missing, survey).length === 0);
        const curves: ReducedDatumDraft[] = [];
        for (const { survey, objectId } of within.length > 0 ? within : objects) {
          const found = await findObject(serviceOf(survey, limited), objectId);
          if (found) curves.push(...photometryOf(found));
        }
        return curves;
      },
      getBrokerContextData: async (parameters) => contextOf(parameters),
    };
  },
});
