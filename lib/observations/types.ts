/** What callers of the observations domain see. Times ISO 8601 UTC. */

import type { FacilityProduct } from "@/lib/facilities/contract";

export type { ParameterField } from "@/lib/facilities/contract-form";

/** A file at the facility, and the data product that it is here; null where it was not fetched. */
export type ListedFile = FacilityProduct & { dataProductId: string | null };

/** An observation record as the API, the pages and the hooks see it. */
export type ObservationDto = {
  id: string;
  version: number;
  targetId: string;
  targetName: string;
  facilityId: string;
  /** Its id where the facility is not configured any more. */
  facilityName: string;
  /** The facility's own id; null while it has none. */
  observationId: string | null;
  status: string;
  /** The facility does not leave this state by itself. */
  terminal: boolean;
  /** Terminal, and nothing came of it. */
  failed: boolean;
  parameters: Record<string, unknown>;
  scheduledStart: string | null;
  scheduledEnd: string | null;
  /** The observation's own page at the facility. */
  url: string | null;
  createdAt: string;
  updatedAt: string;
  /** Username; null when a part of the house made it, or the account is gone. */
  createdBy: string | null;
  /** When the facility was last asked after it; null: never. */
  polledAt: string | null;
  /** Why that told nothing, in a sentence; null when it did. */
  pollError: string | null;
};

export type ObservationRights = { canChange: boolean };

/** A record as its page shows it. `nextPollAt`: when the facility is asked next; null: not by itself. */
export type ObservationPage = ObservationDto & { rights: ObservationRights; nextPollAt: string | null };

/** How a change of state came about: a person here, a program, many at once, its facility, another part of the house. */
export type StateSource = "page" | "api" | "bulk" | "poll" | "house";

export type StateChange = {
  at: string;
  status: string;
  /** Null: the record was made in this state. */
  previousStatus: string | null;
  /** Username; null when a part of the house did it. */
  by: string | null;
  source: StateSource;
};

export type BulkStateReport = {
  changed: number;
  /** Were in this state already. */
  unchanged: number;
  /** Visible, but not the actor's to change, or of a facility that has no such state. */
  refused: number;
  /** Some of the refused, with why. */
  refusedNames: string[];
  /** Ids that are no record, or none that the actor sees: the two are not told apart. */
  notFound: number;
};

/** A record on the sky: degrees ICRS. */
export type ObservationOnSky = {
  id: string;
  targetName: string;
  raDeg: number;
  decDeg: number;
  terminal: boolean;
  failed: boolean;
  status: string;
};
