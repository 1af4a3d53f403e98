import * as z from "zod";
import type { ReadDb } from "@/db/client";
import type { BrokerRegistry, RegisteredBroker } from "@/lib/brokers/registry";
import type { BrokerDto } from "../types";
import { type BrokerStateDto, listBrokerStates } from "./list-links";

/** Every broker of this installation, with its form and its last word. Asks no broker. */
export async function listBrokers(db: ReadDb, brokers: BrokerRegistry): Promise<BrokerDto[]> {
  const states = new Map((await listBrokerStates(db)).map((state) => [state.brokerId, state]));
  return brokers.list().map((broker) => toDto(broker, states.get(broker.id)));
}

function toDto(broker: RegisteredBroker, last: BrokerStateDto | undefined): BrokerDto {
  const { id, name, surveys, summary, homepage, docsUrl, magnitudeSystem, scoreMeaning, retired } = broker.manifest;
  const missing = broker.missingCredentials.map(
    ({ label, envName, whereToGet }) => `${label} (${envName}) is missing. ${whereToGet}`,
  );
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
    stateText: retired ?? (missing.length > 0 ? missing.join(" ") : null),
    capabilities: [...broker.capabilities],
    queryForm: z.toJSONSchema(broker.queryForm.schema, { io: "input", unrepresentable: "any" }),
    schemaVersion: broker.queryForm.schemaVersion,
    lastSuccessAt: last?.lastSuccessAt ?? null,
    lastFailureAt: last?.lastFailureAt ?? null,
    lastFailure: last?.lastFailure ?? null,
    waitText: broker.waitText(),
  };
}
