import { TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import { limitCalls } from "@/lib/http/limit-calls";
import type { HttpClient } from "@/lib/http/types";
import { type BrokerContext, type Choice, type ChoiceList, callsPerObject, defineBroker } from "../contract";
import { bothSurveys } from "../contract-choices";
import { knownMag } from "../contract-known";
import { ztfBand } from "../contract-surveys";
import * as client from "./client";
import { lightCurveOf, objectIdOf, objectsOf } from "./light-curve";
import {
  type AlerceAlert,
  alerceAlertSchema,
  classificationDraft,
  lsstAlert,
  mergeAlerts,
  toGenericAlert,
  toTarget,
  withProbabilities,
  ztfAlert,
} from "./mapping";
import { type AlerceParameters, manifest, queryForm } from "./query";
import type { ClassifierRow } from "./remote";
import { fetchPage } from "./search";
import { stampOf } from "./stamps";

const probabilitiesOf = (http: HttpClient, addresses: client.Addresses, { survey, oid }: AlerceAlert) =>
  survey === "ztf"
    ? client.probabilitiesZtf(http, addresses.ztf, oid)
    : client.probabilitiesLsst(http, addresses.lsst, oid);

/** All classes of an object. The classes that the list showed are worth having when the rest cannot be had. */
async function completed(
  http: HttpClient,
  addresses: client.Addresses,
  alert: AlerceAlert,
  logger: Logger,
): Promise<AlerceAlert> {
  if (alert.isComplete) return alert;
  try {
    return withProbabilities(alert, await probabilitiesOf(http, addresses, alert));
  } catch (err) {
    logger.warn({ err, broker: manifest.id, oid: alert.oid }, "the probabilities of an object could not be had");
    return alert;
  }
}

/** The newest difference magnitude, which the lists leave out. */
async function withNewestMagnitude(http: HttpClient, base: string, alert: AlerceAlert): Promise<AlerceAlert> {
  const newest = (await client.magstatsZtf(http, base, alert.oid))
    .filter((row) => knownMag(row.maglast) !== null && row.fid !== null)
    .toSorted((one, other) => (other.lastmjd ?? 0) - (one.lastmjd ?? 0))[0];
  return newest ? { ...alert, mag: newest.maglast, band: newest.fid === null ? null : ztfBand(newest.fid) } : alert;
}

async function fetchAlert(
  http: HttpClient,
  addresses: client.Addresses,
  alertId: string,
  logger: Logger,
): Promise<AlerceAlert | null> {
  const id = objectIdOf(alertId);
  if (id === null) return null;
  if (id.survey === "lsst") {
    const object = await client.findLsst(http, addresses.lsst, id.oid);
    return object && completed(http, addresses, lsstAlert(object), logger);
  }
  const object = await client.findZtf(http, addresses.ztf, id.oid);
  if (object === null) return null;
  const alert = await completed(http, addresses, ztfAlert(object), logger);
  try {
    return await withNewestMagnitude(http, addresses.ztf, alert);
  } catch (err) {
    logger.warn({ err, broker: manifest.id, oid: alert.oid }, "the newest magnitude of an object could not be had");
    return alert;
  }
}

function choicesOf(field: string, survey: "ztf" | "lsst", classifiers: readonly ClassifierRow[]): Choice[] {
  if (field === "classifier") {
    // One name may stand there once for each of its versions.
    const names = [...new Set(classifiers.map((row) => row.classifier_name))];
    return names.map((name) => ({ value: name, label: name, onlyWith: { survey } }));
  }
  const seen = new Set<string>();
  return classifiers.flatMap((row) =>
    row.classes.flatMap((name) => {
      const key = JSON.stringify([row.classifier_name, name]);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ value: name, label: name, onlyWith: { survey, classifier: row.classifier_name } }];
    }),
  );
}

async function loadChoices(http: HttpClient, addresses: client.Addresses, field: string): Promise<ChoiceList> {
  if (field !== "classifier" && field !== "className") {
    throw new TomError("NOT_FOUND", "ALeRCE has choices for classifier and className only.");
  }
  return bothSurveys(
    { label: "ZTF", choices: client.classifiersZtf(http, addresses.ztf).then((rows) => choicesOf(field, "ztf", rows)) },
    {
      label: "the LSST",
      choices: client.classifiersLsst(http, addresses.lsst).then((rows) => choicesOf(field, "lsst", rows)),
    },
  );
}

function contextOf(parameters: AlerceParameters): BrokerContext {
  const isZtf = parameters.survey === "ztf";
  const isClassified = [parameters.classifier, parameters.className, parameters.scoreMin, parameters.ranking].some(
    (value) => value !== undefined,
  );
  return {
    facts: [
      {
        label: "Survey",
        value: isZtf ? "ZTF" : "Rubin LSST",
        url: isZtf ? manifest.homepage : "https://lsst.alerce.online",
      },
      { label: "Score", value: manifest.scoreMeaning },
    ],
    notes: [
      ...(isZtf && !isClassified
        ? [
            "No class was asked for: ALeRCE shows the class of one classifier, and none for objects classified by others.",
          ]
        : []),
      ...(isZtf ? [] : ["Times of the LSST are TAI at ALeRCE; they are shown in UTC here."]),
    ],
  };
}

export const alerce = defineBroker<AlerceParameters, AlerceAlert>({
  manifest,
  queryForm,
  alertSchema: alerceAlertSchema,
  connect({ http, baseUrls, options, logger }) {
    const addresses = { ztf: baseUrls.ztf ?? "", lsst: baseUrls.lsst ?? "", stamps: baseUrls.stamps ?? "" };
    const withTotal = options.totalBrightness === true;
    return {
      fetchAlerts: (parameters, page) => fetchPage(http, addresses, parameters, page),
      toGenericAlert,
      toClassifications: (alert) => alert.classifications.map(classificationDraft),
      mergeAlerts,
      fetchAlert: (alertId) => fetchAlert(http, addresses, alertId, logger),
      toTarget: async (alert) => toTarget(await completed(http, addresses, alert, logger)),
      async processReducedData(target, alert) {
        const limited = limitCalls(http, callsPerObject, manifest.name);
        const curves = [];
        for (const object of objectsOf(target, alert)) {
          const onForcedFailure = (err: unknown, oid: string): void =>
            logger.warn({ err, broker: manifest.id, oid }, "the forced photometry of an object could not be had");
          curves.push(await lightCurveOf(limited, addresses, object, { withTotal, onForcedFailure }));
        }
        return curves.flat();
      },
      fetchStamp: (alert, kind) => stampOf(http, addresses, alert, kind),
      getBrokerContextData: async (parameters) => contextOf(parameters),
      loadChoices: (field) => loadChoices(http, addresses, field),
    };
  },
});
