import type { Logger } from "@/lib/core/logger";
import { type BrokerContext, type Choice, defineBroker } from "../contract";
import { readableRows } from "../contract-remote";
import { type HermesAlert, hermesAlertSchema, type MessageAlert } from "./alert";
import { findMessage, findTarget, listPage, listTopics, type Service, siteOf } from "./client";
import { factsOf, notesOf } from "./context";
import { archivedAlert, targetAlert, toClassifications, toGenericAlert, toTarget, wholeMessage } from "./mapping";
import { eventAlert, mergeEvents } from "./notices";
import { type HermesParameters, manifest, queryForm } from "./query";
import * as remote from "./remote";
import { fetchPage, firstPage } from "./search";

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

async function findEvent(service: Service, objectId: string, maxAlerts = 1): Promise<HermesAlert | null> {
  const parameters: HermesParameters = { searchKind: "events", objectId, maxAlerts };
  const { results } = await listPage(service, parameters, firstPage(maxAlerts));
  const events = readableRows(remote.event, results).rows;
  const found = events.find((event) => event.event_id === objectId);
  return found ? eventAlert(found) : null;
}

async function messageOf(service: Service, uuid: string): Promise<MessageAlert | null> {
  const found = await findMessage(service, uuid);
  return found && archivedAlert(found);
}

/** A message by its UUID, a target by its number, an event by its id. */
async function find(service: Service, alertId: string): Promise<HermesAlert | null> {
  if (uuidForm.test(alertId)) return messageOf(service, alertId);
  const target = /^\d{1,12}$/.test(alertId) ? await findTarget(service, alertId) : null;
  return target ? targetAlert(target) : findEvent(service, alertId);
}

/** The message that says most about an alert. What the list showed is worth having when it cannot be had. */
async function contentFor(service: Service, alert: HermesAlert, logger: Logger): Promise<MessageAlert | null> {
  if (alert.kind === "event" || (alert.kind === "message" && alert.isWhole)) return null;
  const uuid = alert.kind === "target" ? alert.messageUuids[0] : alert.uuid;
  if (uuid === undefined) return null;
  try {
    const whole = await messageOf(service, uuid);
    return whole && alert.kind === "message" ? wholeMessage(alert, whole) : whole;
  } catch (err) {
    logger.warn({ err, broker: manifest.id, uuid }, "the content of a message could not be had");
    return null;
  }
}

async function contextOf(service: Service, parameters: HermesParameters): Promise<BrokerContext> {
  const { searchKind, objectId, maxAlerts } = parameters;
  if (searchKind !== "events" || objectId === undefined) return { facts: [], notes: [] };
  const event = await findEvent(service, objectId, maxAlerts);
  return event?.kind === "event" ? { facts: factsOf(event), notes: notesOf(event) } : { facts: [], notes: [] };
}

async function topicChoices(service: Service): Promise<Choice[]> {
  const names = readableRows(remote.topic, await listTopics(service)).rows;
  return [...new Set(names)].toSorted().map((name) => ({ value: name, label: name }));
}

export const hermes = defineBroker<HermesParameters, HermesAlert>({
  manifest,
  queryForm,
  alertSchema: hermesAlertSchema,
  connect({ http, baseUrls, credentials, logger }) {
    const service: Service = { http, baseUrl: siteOf(baseUrls.api ?? ""), token: credentials.token ?? "" };
    return {
      fetchAlerts: (parameters, page) => fetchPage(service, parameters, page),
      toGenericAlert,
      toClassifications,
      fetchAlert: (alertId) => find(service, alertId),
      toTarget: async (alert) => toTarget(alert, await contentFor(service, alert, logger)),
      mergeAlerts: (earlier, later) =>
        earlier.kind === "event" && later.kind === "event" ? mergeEvents(earlier, later) : later,
      getBrokerContextData: (parameters) => contextOf(service, parameters),
      loadChoices: async (field) => (field === "topic" ? topicChoices(service) : []),
    };
  },
});
