// Made by scripts/generate-api-registry.mjs: every route of the API, by its path.

import * as brokerQueriesById from "./broker-queries/[id]/route";
import * as brokerQueriesByIdRuns from "./broker-queries/[id]/runs/route";
import * as brokerQueries from "./broker-queries/route";
import * as brokerRunsByIdAlerts from "./broker-runs/[id]/alerts/route";
import * as brokerRunsById from "./broker-runs/[id]/route";
import * as brokerRunsByIdTargets from "./broker-runs/[id]/targets/route";
import * as brokers from "./brokers/route";
import * as me from "./me/route";
import * as targetsByIdPhotometry from "./targets/[id]/photometry/route";
import * as targetsByIdRefresh from "./targets/[id]/refresh/route";

export const apiModules = {
  "/broker-queries": brokerQueries,
  "/broker-queries/{id}": brokerQueriesById,
  "/broker-queries/{id}/runs": brokerQueriesByIdRuns,
  "/broker-runs/{id}": brokerRunsById,
  "/broker-runs/{id}/alerts": brokerRunsByIdAlerts,
  "/broker-runs/{id}/targets": brokerRunsByIdTargets,
  "/brokers": brokers,
  "/me": me,
  "/targets/{id}/photometry": targetsByIdPhotometry,
  "/targets/{id}/refresh": targetsByIdRefresh,
} as const;
