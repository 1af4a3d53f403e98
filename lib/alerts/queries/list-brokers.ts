import * as z from "zod";
import type { ReadDb } from "@/db/client";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import type { BrokerDto, LookedBrokerDto } from "../types";
import { type BrokerStateDto, listBrokerStates } from "./list-links";

/** Every broker of this installation, with its form and its last word. Asks no broker. */
export async function listBrokers(db: ReadDb, brokers: BrokerRegistry): Promise<BrokerDto[]> {
  const states = new Map((await listBrokerStates(db)).map((state) => [state.brokerId, state]));
  return brokers.list().map((broker) => toDto(broker, states.get(broker.id)));
}

/** What is missing and where to get it, or why it is retired; null when there is nothing to say. */
function stateTextOf(broker: RegisteredBroker): string | null {
  const sentences = broker.missingCredentials.flatMap(({ label, envName, whereToGet }, at, all) => [
    `${label.charAt(0).toUpperCase()}${label.slice(1)} (${envName}) is missing.`,
    // Several credentials of one place are had in one go.
    ...(all[at + 1]?.whereToGet === whereToGet ? [] : [whereToGet]),
  ]);
  return broker.manifest.retired ?? (sentences.length > 0 ? sentences.join(" ") : null);
}

/** Why nothing can be asked of it; null when something can. */
export const unavailableTextOf = (broker: RegisteredBroker): string | null =>
  broker.state === "ready" ? null : stateTextOf(broker);

function toDto(broker: RegisteredBroker, last: BrokerStateDto | undefined): BrokerDto {
  const { id, name, surveys, summary, homepage, docsUrl, magnitudeSystem, scoreMeaning } = broker.manifest;
  return {
    id,
    name,
    surveys: [...surveys],
    summary,
    homepage,
    docsUrl,
    magnitudeSystem,
    scoreMeaning,
    state: broker.state,
    stateText: stateTextOf(broker),
    capabilities: [...broker.capabilities],
    queryForm: z.toJSONSchema(broker.queryForm.schema, { io: "input", unrepresentable: "any" }),
    schemaVersion: broker.queryForm.schemaVersion,
    lastSuccessAt: last?.lastSuccessAt ?? null,
    lastFailureAt: last?.lastFailureAt ?? null,
    lastFailure: last?.lastFailure ?? null,
    waitText: broker.waitText(),
  };
}

/** The brokers that can be asked for one object, retired ones left out, with why one is not asked. */
export const lookedBrokers = (brokers: BrokerRegistry): LookedBrokerDto[] =>
  brokers
    .list()
    .filter(({ state }) => state !== "retired")
    .map((broker) => ({
      id: broker.id,
      name: broker.manifest.name,
      magnitudeSystem: broker.manifest.magnitudeSystem,
      magnitudeOf: broker.manifest.magnitudeOf ?? null,
      unavailable: unavailableTextOf(broker),
    }));
