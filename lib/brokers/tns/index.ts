import { iauParts } from "@/lib/astro/names";
import { limitCalls } from "@/lib/http/limit-calls";
import { type BrokerContext, callsPerObject, defineBroker, type TargetRef } from "../contract";
import { type Account, type Bot, findByInternalName, findObject, siteOf, windowPatienceMs } from "./client";
import {
  classificationsOf,
  detailedAlert,
  objnameOf,
  type TnsAlert,
  tnsAlertSchema,
  toGenericAlert,
  toTarget,
} from "./mapping";
import { photometryOf } from "./photometry";
import { manifest, queryForm, type TnsParameters } from "./query";
import { createReports, submitReport } from "./reports";
import { fetchPage } from "./search";

// A target has few names; each that is no IAU name costs a search.
const mostInternalNames = 4;
const mostObjects = 3;

/** Which of the TNS's objects a target is: by link, by IAU name, or by what a survey calls it. */
async function objnamesOf(account: Account, target: TargetRef, alert: TnsAlert | null): Promise<string[]> {
  const names = [...(target.alertIds ?? []), target.name, ...target.aliases];
  const known = new Set<string>(alert ? [alert.objname] : []);
  for (const name of names) {
    const designation = iauParts(name)?.designation;
    if (designation) known.add(designation);
  }
  if (known.size === 0) {
    const internal = [target.name, ...target.aliases].slice(0, mostInternalNames);
    for (const name of internal) {
      for (const { objname } of await findByInternalName(account, name)) known.add(objname);
      if (known.size > 0) break;
    }
  }
  return [...known].slice(0, mostObjects);
}

function contextOf(parameters: TnsParameters, site: string): BrokerContext {
  return {
    facts: [
      { label: "Asked at", value: new URL(site).hostname, url: site },
      { label: "Score", value: manifest.scoreMeaning },
    ],
    notes:
      parameters.daysFromNondet === undefined
        ? []
        : ["Objects for which the TNS has no limit before their first detection are left out."],
  };
}

export const tns = defineBroker<TnsParameters, TnsAlert>({
  manifest,
  queryForm,
  alertSchema: tnsAlertSchema,
  connect({ http, baseUrls, credentials, options }) {
    const bot: Bot = {
      apiKey: credentials.apiKey ?? "",
      id: credentials.botId ?? "",
      name: credentials.botName ?? "",
    };
    const account: Account = { http, baseUrl: siteOf(baseUrls.api ?? ""), bot };
    const groupName = typeof options.groupName === "string" && options.groupName !== "" ? options.groupName : null;
    const reports: Account = { http, baseUrl: siteOf(baseUrls.reports ?? ""), bot };
    const find = async (name: string): Promise<TnsAlert | null> => {
      const object = await findObject(account, objnameOf(name));
      return object && detailedAlert(object);
    };
    return {
      fetchAlerts: (parameters, page) => fetchPage(account, parameters, page),
      toGenericAlert: (alert) => toGenericAlert(alert, account.baseUrl),
      toClassifications: classificationsOf,
      fetchAlert: (alertId) => find(alertId),
      toTarget: async (alert) => toTarget(alert.isDetailed ? alert : ((await find(alert.objname)) ?? alert)),
      async processReducedData(target, alert) {
        const limited: Account = { ...account, http: limitCalls(http, callsPerObject, manifest.name) };
        const rows = [];
        for (const objname of await objnamesOf(limited, target, alert)) {
          const object = await findObject(limited, objname, { patienceMs: windowPatienceMs });
          if (object) rows.push(...photometryOf(object));
        }
        return rows;
      },
      submitUpstreamAlert: (subject, report) => submitReport(reports, subject, report),
      upstream: createReports(reports, { groupName }),
      getBrokerContextData: async (parameters) => contextOf(parameters, account.baseUrl),
    };
  },
});
