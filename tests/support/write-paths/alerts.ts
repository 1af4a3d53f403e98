import type { Context } from "@/lib/access/context";
import { askBroker } from "@/lib/alerts/commands/ask-broker";
import { createTargetsFromAlerts } from "@/lib/alerts/commands/create-targets";
import { linkSightings } from "@/lib/alerts/commands/link-sightings";
import { fetchFromBrokers, refreshTarget } from "@/lib/alerts/commands/refresh-target";
import { runQuery } from "@/lib/alerts/commands/run-query";
import { createQuery, deleteQuery, duplicateQuery, updateQuery } from "@/lib/alerts/commands/save-query";
import { unlinkAlert } from "@/lib/alerts/commands/unlink-alert";
import { createFetchPhotometryJob } from "@/lib/alerts/jobs/fetch-photometry";
import { addPhotometry } from "@/lib/reduced-data/commands/add-photometry";
import { flagPhotometry } from "@/lib/reduced-data/commands/flag-photometry";
import { addPasted } from "@/lib/reduced-data/commands/paste-photometry";
import { listPhotometry } from "@/lib/reduced-data/queries/list-photometry";
import type { Path, Paths, World } from "./world";

const at = "lib/alerts/commands";
const data = "lib/reduced-data/commands";
const once = { reduced_datum_post_save: 1 } as const;
const object = "ZTF20aaelulu";

const rows = [
  { observedAt: "2020-01-08T12:00:00Z", band: "g", mag: 17.1, magErr: 0.05 },
  { observedAt: "2020-01-09T12:00:00Z", band: "r", limitMag: 20.5 },
];

const savedQuery = (world: World, ctx: Context): Promise<{ id: string }> =>
  createQuery({
    ctx,
    brokers: world.brokers,
    input: { name: world.name("Query"), brokerId: "alerce", parameters: { survey: "ztf", objectId: object } },
  });

async function ranQuery(world: World): Promise<string> {
  const { id } = await savedQuery(world, world.ada);
  const { runId, finished } = await runQuery({ ctx: world.ada, brokers: world.brokers, input: { id } });
  await finished;
  return runId;
}

const report = "a report is no object of a hook; the name that it brings is adopted by adoptName, played above";

const partsOfARun: Paths = Object.fromEntries(
  [
    "start-run.ts#startRun",
    "freeze-alerts.ts#freezeAlerts",
    "finish-run.ts#finishRun",
    "run-digest.ts#runDigest",
    "run-lease.ts#holdLease",
    "run-lease.ts#endLostRuns",
    "run-lease.ts#expireRunLeases",
    "claim-due-queries.ts#claimDueQueries",
  ].map((part): [string, Path] => [
    `${at}/${part}`,
    { fires: "nothing", because: "a part of a run, which fires when it has ended: runQuery, played here" },
  ]),
);

export const alertPaths: Paths = {
  [`${data}/add-photometry.ts#addPhotometry`]: {
    fires: once,
    again: true,
    async play({ ada, target }) {
      const { id } = await target();
      return () => addPhotometry({ ctx: ada, input: { targetId: id, rows, via: "api" } });
    },
  },
  [`${data}/paste-photometry.ts#addPasted`]: {
    fires: once,
    again: true,
    async play({ ada, target }) {
      const { id } = await target();
      const text = "mjd,filter,mag,magerr\n58856.5,g,17.1,0.05\n58857.5,r,17.3,0.05\n";
      return () => addPasted({ ctx: ada, input: { targetId: id, text } });
    },
  },
  [`${data}/paste-photometry.ts#previewPaste`]: { fires: "nothing", because: "stores nothing" },
  [`${data}/flag-photometry.ts#flagPhotometry`]: {
    fires: {},
    async play({ ada, database, target }) {
      const { id } = await target();
      await addPhotometry({ ctx: ada, input: { targetId: id, rows, via: "api" } });
      const { items } = await listPhotometry(database.read, ada.scope, { targetId: id, limit: 1 });
      const input = { targetId: id, rows: items.map((item) => item.row), reason: "cloud" };
      return () => flagPhotometry({ ctx: ada, input });
    },
  },
  "lib/alerts/jobs/fetch-photometry.ts#createFetchPhotometryJob": {
    fires: once,
    again: true,
    async play({ ada, brokers, target }) {
      const { id } = await target();
      const payload = { brokerId: "alerce", runId: null, items: [{ targetId: id, alertId: object }] };
      const { signal } = new AbortController();
      const call = { ctx: ada, jobId: "job", attempt: 1, progress: () => undefined, signal };
      return () => createFetchPhotometryJob(brokers).execute(payload, call);
    },
  },
  [`${at}/create-targets.ts#createTargetsFromAlerts`]: {
    fires: { target_post_save: 1 },
    again: true,
    async play(world) {
      const { ada, brokers } = world;
      const runId = await ranQuery(world);
      return () => createTargetsFromAlerts({ ctx: ada, brokers, input: { runId, alertIds: "all", nearby: "create" } });
    },
  },
  [`${at}/run-query.ts#runQuery`]: {
    fires: { broker_query_post_run: 1 },
    async play(world) {
      const { id } = await savedQuery(world, world.ada);
      return async () => {
        const { finished } = await runQuery({ ctx: world.ada, brokers: world.brokers, input: { id } });
        await finished;
      };
    },
  },
  [`${at}/run-query.ts#runQueryWithin`]: { fires: "nothing", because: "waits for runQuery, played above" },
  [`${at}/follow-name.ts#followName`]: { fires: "nothing", because: "a renamed object's target is left to adoptName" },
  [`${at}/follow-name.ts#followNewestName`]: { fires: "nothing", because: "asks, and leaves the rest to followName" },
  [`${at}/ask-broker.ts#askBroker`]: {
    fires: {},
    async play({ ada, brokers, target }) {
      const { id } = await target();
      return () => askBroker({ ctx: ada, brokers, input: { targetId: id, brokerId: "alerce" } });
    },
  },
  [`${at}/link-sightings.ts#linkSightings`]: {
    fires: {},
    async play({ ada, brokers, target }) {
      const { id } = await target({ aliases: [], raDeg: 185.7288755, decDeg: 15.8236308 });
      await askBroker({ ctx: ada, brokers, input: { targetId: id, brokerId: "alerce" } });
      const sightings = [{ brokerId: "alerce", alertId: object }];
      return () => linkSightings({ ctx: ada, brokers, input: { targetId: id, sightings } });
    },
  },
  [`${at}/unlink-alert.ts#unlinkAlert`]: {
    fires: {},
    async play({ ada, brokers, target }) {
      const { id } = await target({ aliases: [], raDeg: 185.7288755, decDeg: 15.8236308 });
      const link = { brokerId: "alerce", alertId: object };
      await askBroker({ ctx: ada, brokers, input: { targetId: id, brokerId: "alerce" } });
      await linkSightings({ ctx: ada, brokers, input: { targetId: id, sightings: [link] } });
      return () => unlinkAlert({ ctx: ada, input: { targetId: id, ...link } });
    },
  },
  [`${at}/refresh-target.ts#refreshTarget`]: {
    fires: {},
    async play({ ada, brokers, target }) {
      const { id } = await target({ aliases: ["ZTF20aaeluly"] });
      return () => refreshTarget({ ctx: ada, brokers, input: { targetId: id } });
    },
  },
  [`${at}/refresh-target.ts#fetchFromBrokers`]: {
    fires: {},
    async play({ ada, brokers, target }) {
      const { id } = await target({ aliases: ["ZTF20aaelulx"] });
      return () => fetchFromBrokers({ ctx: ada, brokers, input: { targetId: id } });
    },
  },
  ...Object.fromEntries(
    Object.entries({ createQuery, updateQuery, deleteQuery, duplicateQuery }).map(([name, command]): [string, Path] => [
      `${at}/save-query.ts#${name}`,
      {
        fires: {},
        async play(world) {
          const { ada, brokers } = world;
          const { id } = await savedQuery(world, ada);
          if (command === createQuery) return () => savedQuery(world, ada);
          if (command === updateQuery) return () => updateQuery({ ctx: ada, brokers, input: { id, name: "Other" } });
          return () => (command === deleteQuery ? deleteQuery : duplicateQuery)({ ctx: ada, input: { id } });
        },
      },
    ]),
  ),
  [`${at}/save-query.ts#requireUser`]: { fires: "nothing", because: "looks at the actor only" },
  ...partsOfARun,
  [`${at}/complete-target.ts#completeTarget`]: {
    fires: "nothing",
    because: "changes by updateTarget, played among the targets",
  },
  [`${at}/mark-looked.ts#markLooked`]: { fires: "nothing", because: "notes when a person looked" },
  [`${at}/run-notes.ts#createRunNotes`]: { fires: "nothing", because: "writes what a run waits for, on the run" },
  [`${at}/review-report.ts#reviewReport`]: { fires: "nothing", because: report },
  [`${at}/review-report.ts#discardReport`]: { fires: "nothing", because: report },
  [`${at}/send-report.ts#sendReport`]: { fires: "nothing", because: report },
  [`${at}/send-report.ts#followReport`]: { fires: "nothing", because: report },
};
