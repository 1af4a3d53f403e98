// Made by scripts/generate-api-registry.mjs: every route of the API, by its path.

import * as brokerQueriesById from "./broker-queries/[id]/route";
import * as brokerQueriesByIdRuleTrial from "./broker-queries/[id]/rule-trial/route";
import * as brokerQueriesByIdRuns from "./broker-queries/[id]/runs/route";
import * as brokerQueries from "./broker-queries/route";
import * as brokerRunsByIdAlerts from "./broker-runs/[id]/alerts/route";
import * as brokerRunsById from "./broker-runs/[id]/route";
import * as brokerRunsByIdTargets from "./broker-runs/[id]/targets/route";
import * as brokersByIdLookUp from "./brokers/[id]/look-up/route";
import * as brokers from "./brokers/route";
import * as dataProductsByIdFile from "./data-products/[id]/file/route";
import * as dataProductsByIdPreview from "./data-products/[id]/preview/route";
import * as dataProductsByIdReprocess from "./data-products/[id]/reprocess/route";
import * as dataProductsByIdResult from "./data-products/[id]/result/route";
import * as dataProductsById from "./data-products/[id]/route";
import * as dataProducts from "./data-products/route";
import * as hookRunsByIdCancel from "./hook-runs/[id]/cancel/route";
import * as hookRunsByIdReplay from "./hook-runs/[id]/replay/route";
import * as hookRunsByIdRetry from "./hook-runs/[id]/retry/route";
import * as hookRunsById from "./hook-runs/[id]/route";
import * as hookRuns from "./hook-runs/route";
import * as hooksByHookHandlersByHandlerPause from "./hooks/[hook]/handlers/[handler]/pause/route";
import * as hooksByHookHandlersByHandlerResume from "./hooks/[hook]/handlers/[handler]/resume/route";
import * as jobsByIdCancel from "./jobs/[id]/cancel/route";
import * as jobsById from "./jobs/[id]/route";
import * as jobs from "./jobs/route";
import * as mails from "./mails/route";
import * as me from "./me/route";
import * as notificationsRead from "./notifications/read/route";
import * as notifications from "./notifications/route";
import * as observationsByIdDataProducts from "./observations/[id]/data-products/route";
import * as observationsByIdHistory from "./observations/[id]/history/route";
import * as observationsByIdReports from "./observations/[id]/reports/route";
import * as observationsById from "./observations/[id]/route";
import * as observations from "./observations/route";
import * as reportsById from "./reports/[id]/route";
import * as reportsByIdSend from "./reports/[id]/send/route";
import * as reports from "./reports/route";
import * as spectraById from "./spectra/[id]/route";
import * as targetsByIdAlertLinks from "./targets/[id]/alert-links/route";
import * as targetsByIdAliases from "./targets/[id]/aliases/route";
import * as targetsByIdBrokerViews from "./targets/[id]/broker-views/route";
import * as targetsByIdClassificationsByEntryId from "./targets/[id]/classifications/[entryId]/route";
import * as targetsByIdClassifications from "./targets/[id]/classifications/route";
import * as targetsByIdCommentsByCommentId from "./targets/[id]/comments/[commentId]/route";
import * as targetsByIdComments from "./targets/[id]/comments/route";
import * as targetsByIdGrants from "./targets/[id]/grants/route";
import * as targetsByIdHistory from "./targets/[id]/history/route";
import * as targetsByIdPhotometryFlags from "./targets/[id]/photometry/flags/route";
import * as targetsByIdPhotometryRevisions from "./targets/[id]/photometry/revisions/route";
import * as targetsByIdPhotometry from "./targets/[id]/photometry/route";
import * as targetsByIdRedshiftsByEntryId from "./targets/[id]/redshifts/[entryId]/route";
import * as targetsByIdRedshifts from "./targets/[id]/redshifts/route";
import * as targetsByIdRefresh from "./targets/[id]/refresh/route";
import * as targetsByIdReports from "./targets/[id]/reports/route";
import * as targetsById from "./targets/[id]/route";
import * as targetsByIdSpectra from "./targets/[id]/spectra/route";
import * as targetsByIdTags from "./targets/[id]/tags/route";
import * as targetsByIdWhoCanSee from "./targets/[id]/who-can-see/route";
import * as targetsChangesById from "./targets/changes/[id]/route";
import * as targetsChanges from "./targets/changes/route";
import * as targetsImportById from "./targets/import/[id]/route";
import * as targetsImport from "./targets/import/route";
import * as targets from "./targets/route";

export const apiModules = {
  "/broker-queries": brokerQueries,
  "/broker-queries/{id}": brokerQueriesById,
  "/broker-queries/{id}/rule-trial": brokerQueriesByIdRuleTrial,
  "/broker-queries/{id}/runs": brokerQueriesByIdRuns,
  "/broker-runs/{id}": brokerRunsById,
  "/broker-runs/{id}/alerts": brokerRunsByIdAlerts,
  "/broker-runs/{id}/targets": brokerRunsByIdTargets,
  "/brokers": brokers,
  "/brokers/{id}/look-up": brokersByIdLookUp,
  "/data-products": dataProducts,
  "/data-products/{id}": dataProductsById,
  "/data-products/{id}/file": dataProductsByIdFile,
  "/data-products/{id}/preview": dataProductsByIdPreview,
  "/data-products/{id}/reprocess": dataProductsByIdReprocess,
  "/data-products/{id}/result": dataProductsByIdResult,
  "/hook-runs": hookRuns,
  "/hook-runs/{id}": hookRunsById,
  "/hook-runs/{id}/cancel": hookRunsByIdCancel,
  "/hook-runs/{id}/replay": hookRunsByIdReplay,
  "/hook-runs/{id}/retry": hookRunsByIdRetry,
  "/hooks/{hook}/handlers/{handler}/pause": hooksByHookHandlersByHandlerPause,
  "/hooks/{hook}/handlers/{handler}/resume": hooksByHookHandlersByHandlerResume,
  "/jobs": jobs,
  "/jobs/{id}": jobsById,
  "/jobs/{id}/cancel": jobsByIdCancel,
  "/mails": mails,
  "/me": me,
  "/notifications": notifications,
  "/notifications/read": notificationsRead,
  "/observations": observations,
  "/observations/{id}": observationsById,
  "/observations/{id}/data-products": observationsByIdDataProducts,
  "/observations/{id}/history": observationsByIdHistory,
  "/observations/{id}/reports": observationsByIdReports,
  "/reports": reports,
  "/reports/{id}": reportsById,
  "/reports/{id}/send": reportsByIdSend,
  "/spectra/{id}": spectraById,
  "/targets": targets,
  "/targets/{id}": targetsById,
  "/targets/{id}/alert-links": targetsByIdAlertLinks,
  "/targets/{id}/aliases": targetsByIdAliases,
  "/targets/{id}/broker-views": targetsByIdBrokerViews,
  "/targets/{id}/classifications": targetsByIdClassifications,
  "/targets/{id}/classifications/{entryId}": targetsByIdClassificationsByEntryId,
  "/targets/{id}/comments": targetsByIdComments,
  "/targets/{id}/comments/{commentId}": targetsByIdCommentsByCommentId,
  "/targets/{id}/grants": targetsByIdGrants,
  "/targets/{id}/history": targetsByIdHistory,
  "/targets/{id}/photometry": targetsByIdPhotometry,
  "/targets/{id}/photometry/flags": targetsByIdPhotometryFlags,
  "/targets/{id}/photometry/revisions": targetsByIdPhotometryRevisions,
  "/targets/{id}/redshifts": targetsByIdRedshifts,
  "/targets/{id}/redshifts/{entryId}": targetsByIdRedshiftsByEntryId,
  "/targets/{id}/refresh": targetsByIdRefresh,
  "/targets/{id}/reports": targetsByIdReports,
  "/targets/{id}/spectra": targetsByIdSpectra,
  "/targets/{id}/tags": targetsByIdTags,
  "/targets/{id}/who-can-see": targetsByIdWhoCanSee,
  "/targets/changes": targetsChanges,
  "/targets/changes/{id}": targetsChangesById,
  "/targets/import": targetsImport,
  "/targets/import/{id}": targetsImportById,
} as const;
