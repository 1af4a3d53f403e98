import type { Logger } from "@/lib/core/logger";
import { limitCalls } from "@/lib/http/limit-calls";
import type { HttpClient } from "@/lib/http/types";
import {
  type BrokerContext,
  type Choice,
  type ChoiceList,
  callsPerObject,
  defineBroker,
  type ReducedDatumDraft,
  type TargetRef,
} from "../contract";
import { bothSurveys } from "../contract-choices";
import { type FinkAlert, finkAlertSchema, mergeAlerts } from "./alert";
import * as client from "./client";
import { lacksName, objectById, withName } from "./objects";
import { lsstDetection, lsstForcedDatum, ztfDatum } from "./photometry";
import { type FinkId, type FinkParameters, finkIdOf, manifest, queryForm } from "./query";
import { fetchPage } from "./search";
import { toClassifications, toGenericAlert, toTarget } from "./target";

const mostObjects = 3;

async function curveOf(
  http: HttpClient,
  addresses: client.Addresses,
  { survey, objectId }: FinkId,
  logger: Logger,
): Promise<ReducedDatumDraft[]> {
  if (survey === "ztf") return (await client.ztfCurve(http, addresses.ztf, objectId)).rows.flatMap(ztfDatum);
  const detections = (await client.lsstCurve(http, addresses.lsst, objectId)).rows.flatMap(lsstDetection);
  try {
    const forced = await client.lsstForced(http, addresses.lsst, objectId);
    return [...detections, ...forced.rows.flatMap(lsstForcedDatum)];
  } catch (err) {
    // The detections are worth having without it.
    logger.warn({ err, broker: manifest.id, objectId }, "the forced photometry of an object could not be had");
    return detections;
  }
}

function idsOf(target: TargetRef, alert: FinkAlert | null): FinkId[] {
  const names = [...(alert ? [alert.objectId] : []), ...(target.alertIds ?? []), target.name, ...target.aliases];
  const ids = new Map(names.flatMap((name) => finkIdOf(name) ?? []).map((id) => [id.objectId, id]));
  return [...ids.values()].slice(0, mostObjects);
}

async function ztfClasses(http: HttpClient, addresses: client.Addresses): Promise<Choice[]> {
  const classes = await client.ztfClasses(http, addresses.ztf);
  return classes.map((value) => ({ value, label: value, onlyWith: { survey: "ztf" } }));
}

async function lsstTags(http: HttpClient, addresses: client.Addresses): Promise<Choice[]> {
  const tags = await client.lsstTags(http, addresses.lsst);
  return tags.map(({ tag, description }) => ({
    value: tag,
    label: description === null ? tag : `${tag}: ${description}`,
    onlyWith: { survey: "lsst" },
  }));
}

const loadClasses = (http: HttpClient, addresses: client.Addresses): Promise<ChoiceList> =>
  bothSurveys(
    { label: "ZTF", choices: ztfClasses(http, addresses) },
    { label: "the LSST", choices: lsstTags(http, addresses) },
  );

function contextOf({ survey, nOrD }: FinkParameters): BrokerContext {
  const isZtf = survey === "ztf";
  return {
    facts: [
      { label: "Survey", value: isZtf ? "ZTF" : "Rubin LSST", url: `https://${survey}.fink-portal.org` },
      {
        label: "Score",
        value: isZtf
          ? "Probability of an early SN Ia (rf_snia_vs_nonia); 0 also where the classifier did not run."
          : "Reliability of the alert (0 to 1).",
      },
    ],
    notes: [
      ...(isZtf ? ["Fink refreshes its ZTF tables once a day, after the night in California."] : []),
      ...(isZtf ? [] : ["Times of the LSST are TAI at Fink; they are shown in UTC here."]),
      ...(nOrD === undefined ? [] : ["What moves is shown where it was last seen; Fink tells no orbit."]),
    ],
  };
}

export const fink = defineBroker<FinkParameters, FinkAlert>({
  manifest,
  queryForm,
  alertSchema: finkAlertSchema,
  connect: ({ http, baseUrls, logger }) => {
    const addresses = { ztf: baseUrls.ztf ?? "", lsst: baseUrls.lsst ?? "" };
    const reach = { http, addresses, logger };
    return {
      fetchAlerts: (parameters, page) => fetchPage(reach, parameters, page),
      async fetchAlert(alertId) {
        const id = finkIdOf(alertId);
        return id === null ? null : (await objectById(reach, id)).alert;
      },
      toGenericAlert,
      toClassifications,
      toTarget: (alert) => (lacksName(alert) ? withName(reach, alert).then(toTarget) : toTarget(alert)),
      mergeAlerts,
      async processReducedData(target, alert) {
        const limited = limitCalls(http, callsPerObject, manifest.name);
        const curves: ReducedDatumDraft[] = [];
        for (const id of idsOf(target, alert)) curves.push(...(await curveOf(limited, addresses, id, logger)));
        return curves;
      },
      // What moves is asked for by its name, under which Fink keeps no images.
      fetchStamp: async ({ survey, objectId, moves }, kind) =>
        moves ? null : client.stamp(http, addresses, { survey, objectId, kind }),
      getBrokerContextData: async (parameters) => contextOf(parameters),
      loadChoices: async (field) => (field === "className" ? loadClasses(http, addresses) : []),
    };
  },
});
