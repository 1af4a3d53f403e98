import type { NamedView } from "@/lib/astro/disagreements";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import type { BrokerViewDto } from "../types";

/** Kept answers under the brokers' names, in the order of the config, ready to be compared. */
export const namedViews = (brokers: BrokerRegistry, views: readonly BrokerViewDto[]): NamedView[] =>
  brokers.list().flatMap(({ id, manifest }) =>
    views
      .filter((view) => view.brokerId === id)
      .map(({ sightings }) => ({
        brokerId: id,
        brokerName: manifest.name,
        magnitudeSystem: manifest.magnitudeSystem,
        magnitudeOf: manifest.magnitudeOf ?? null,
        sightings,
      })),
  );
