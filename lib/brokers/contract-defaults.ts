import { TomError } from "@/lib/core/errors";
import type {
  AlertPage,
  Broker,
  BrokerDefinition,
  BrokerMethods,
  GenericAlert,
  PageRequest,
  TargetDraft,
} from "./contract";

/** A sidereal target with name and position: all that a generic alert can say. @throws INVALID_INPUT for what moves */
export function targetOf(alert: GenericAlert): TargetDraft {
  if (alert.moves) {
    const text = `${alert.name} moves: only its orbit makes it a target, and that did not come in time. Try again.`;
    throw new TomError("INVALID_INPUT", text);
  }
  if (alert.ra === null || alert.dec === null) {
    throw new TomError("INVALID_INPUT", `${alert.name} has no position, so it cannot become a target.`);
  }
  return {
    name: alert.name,
    type: "SIDEREAL",
    raDeg: alert.ra,
    decDeg: alert.dec,
    aliases: [],
    extras: {},
    classifications: [],
  };
}

/** Null for an alert that cannot be described: it is not the one, and does not stop the search for it. */
function idOf<Parameters, Alert>(methods: BrokerMethods<Parameters, Alert>, alert: Alert): string | null {
  try {
    return methods.toGenericAlert(alert).id;
  } catch {
    return null;
  }
}

const mostPagesLookedThrough = 10;

/** One alert through the search itself, where the form has an `objectId`; null where it has none. */
async function findAlert<Parameters, Alert>(
  { queryForm }: BrokerDefinition<Parameters, Alert>,
  methods: BrokerMethods<Parameters, Alert>,
  alertId: string,
): Promise<Alert | null> {
  const parameters = queryForm.schema.safeParse({ objectId: alertId });
  if (!parameters.success) return null;
  let page: PageRequest | null = { cursor: null, wanted: 100 };
  for (let pages = 0; page !== null && pages < mostPagesLookedThrough; pages += 1) {
    const found: AlertPage<Alert> = await methods.fetchAlerts(parameters.data, page);
    const hit = found.alerts.find((alert) => idOf(methods, alert) === alertId);
    if (hit !== undefined) return hit;
    page = found.next;
  }
  return null;
}

/** Of two alerts of one object the newer one; the later one where their times do not tell. */
function newerOf<Parameters, Alert>(methods: BrokerMethods<Parameters, Alert>, earlier: Alert, later: Alert): Alert {
  const timeOf = (alert: Alert): string => methods.toGenericAlert(alert).timestamp ?? "";
  return timeOf(earlier) > timeOf(later) ? earlier : later;
}

/** The methods of a plug-in with what it left out. */
export function withDefaults<Parameters, Alert>(
  definition: BrokerDefinition<Parameters, Alert>,
  methods: BrokerMethods<Parameters, Alert>,
): Broker<Parameters, Alert> {
  return {
    fetchAlert: (alertId) => findAlert(definition, methods, alertId),
    toTarget: (alert) => targetOf(methods.toGenericAlert(alert)),
    mergeAlerts: (earlier, later) => newerOf(methods, earlier, later),
    ...methods,
  };
}
