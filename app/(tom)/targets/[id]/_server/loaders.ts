import { cache } from "react";
import type { Context } from "@/lib/access/context";
import { whoCanSee } from "@/lib/access/queries/who-can-see";
import { listBrokerViews } from "@/lib/alerts/queries/list-broker-views";
import { lookedBrokers } from "@/lib/alerts/queries/list-brokers";
import { listAlertLinks } from "@/lib/alerts/queries/list-links";
import { listReports } from "@/lib/alerts/queries/list-reports";
import { positionAt } from "@/lib/astro/sphere";
import { julianYear } from "@/lib/astro/time";
import { isTomError } from "@/lib/core/errors";
import { listProducts } from "@/lib/data-products/queries/list-products";
import { listObservations } from "@/lib/observations/queries/list-observations";
import { listPhotometryWithOrigin } from "@/lib/reduced-data/queries/list-photometry";
import { listRevisions } from "@/lib/reduced-data/queries/list-revisions";
import { listSpectra } from "@/lib/reduced-data/queries/spectra";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { findListNeighbours } from "@/lib/targets/queries/find-list-neighbours";
import { findNearTargets } from "@/lib/targets/queries/find-near-targets";
import { getTargetPage } from "@/lib/targets/queries/get-target";
import { listComments } from "@/lib/targets/queries/list-comments";
import { listClassifications, listRedshifts } from "@/lib/targets/queries/list-entries";
import { listGrants } from "@/lib/targets/queries/list-grants";
import { listHistory, seesHistory } from "@/lib/targets/queries/list-history";
import { listPossibleDuplicates } from "@/lib/targets/queries/list-possible-duplicates";
import type { TargetPage } from "@/lib/targets/types";
import { orFirstPage } from "@/lib/web/first-page";
import { orNotFound } from "@/lib/web/or-not-found";
import { services } from "@/lib/web/services";
import { getPageContext } from "@/lib/web/session";
import { uploadChoices } from "../../../data/_server/loaders";
import { extraFieldsOf } from "../../_server/extra-fields";
import type { DetailAddress } from "../_components/detail-address";
import { reportBroker, withNames } from "./listed-reports";

/** Each costs as much to render as a row of the list; more are a page further. */
const tableRows = 25;

/** Once a request: the page and its title read the same row. */
const readTarget = cache(async (id: string): Promise<TargetPage> => {
  const { database, scope } = await getPageContext();
  return getTargetPage(database.read, scope, { id });
});

/** Half the diagonal of the widest field of the sky view, 60 arcmin on edge. */
const skyRadiusArcsec = 30 * 60 * Math.SQRT2;

async function loadPhotometry({ database: { read }, scope }: Context, address: DetailAddress) {
  const [page, revisions] = await Promise.all([
    orFirstPage(address.cursor, (cursor) =>
      listPhotometryWithOrigin(read, scope, { targetId: address.id, limit: tableRows, cursor, order: "newest" }),
    ),
    address.point === null ? null : listRevisions(read, scope, { targetId: address.id, row: address.point }),
  ]);
  return { tab: "photometry" as const, page, revisions };
}

async function loadData(ctx: Context, { id, cursor: given }: DetailAddress) {
  const { database, scope } = ctx;
  const page = await orFirstPage(given, (cursor) =>
    listProducts(database.read, scope, { targetId: id, limit: tableRows, cursor }),
  );
  return { tab: "data" as const, page, ...uploadChoices(ctx) };
}

async function loadFacts({ database: { read }, scope, config }: Context, { id }: DetailAddress) {
  const [redshifts, classifications] = await Promise.all([
    listRedshifts(read, scope, { id }),
    listClassifications(read, scope, { id }),
  ]);
  return { tab: "facts" as const, redshifts, classifications, extraFields: extraFieldsOf(config) };
}

async function loadAlerts({ database: { read }, scope }: Context, { id }: DetailAddress) {
  const { brokers } = services();
  const [links, views, reports] = await Promise.all([
    listAlertLinks(read, scope, id),
    listBrokerViews(read, scope, id),
    listReports(read, scope, id),
  ]);
  return {
    tab: "alerts" as const,
    links: links.map((link) => ({ ...link, brokerName: brokers.nameOf(link.brokerId) })),
    brokerNames: [...brokers.names().values()],
    brokers: lookedBrokers(brokers),
    views,
    reports: withNames(reports),
    takesReports: reportBroker() !== null,
  };
}

async function loadTab(ctx: Context, address: DetailAddress) {
  const { database, scope } = ctx;
  const { id, cursor: given } = address;
  switch (address.tab) {
    case "photometry":
      return loadPhotometry(ctx, address);
    case "spectra":
      return { tab: "spectra" as const, spectra: await listSpectra(database.read, scope, id) };
    case "data":
      return loadData(ctx, address);
    case "facts":
      return loadFacts(ctx, address);
    case "observations":
      return {
        tab: "observations" as const,
        page: await orFirstPage(given, (cursor) =>
          listObservations(database.read, scope, services().facilities, {
            filter: { targetId: id },
            sort: "-createdAt",
            limit: tableRows,
            cursor,
          }),
        ),
      };
    case "alerts":
      return loadAlerts(ctx, address);
    case "comments":
      return {
        tab: "comments" as const,
        page: await orFirstPage(given, (cursor) => listComments(database.read, scope, { targetId: id, cursor })),
      };
    case "history":
      return {
        tab: "history" as const,
        page: await orFirstPage(given, (cursor) => listHistory(database.read, scope, { id, cursor })),
        extraFields: extraFieldsOf(ctx.config),
      };
  }
}

/** Where the target is today, and our other targets around it; null without a fixed place. */
async function loadSky({ database, scope, clock }: Context, target: TargetPage) {
  if (target.type === "NON_SIDEREAL" || target.raDeg === null || target.decDeg === null) return null;
  const now = clock.now();
  const place = positionAt({ ...target, raDeg: target.raDeg, decDeg: target.decDeg }, julianYear(now));
  const near = await findNearTargets(database.read, scope, { ...place, radiusArcsec: skyRadiusArcsec }, now);
  const neighbours = near
    .filter(({ id }) => id !== target.id)
    .map(({ id, name, raDeg, decDeg }) => ({ id, name, raDeg, decDeg, href: `/targets/${id}` }));
  return { raDeg: place.raDeg, decDeg: place.decDeg, neighbours };
}

/** What one may do about who sees the target; null for those who may not change it. */
async function loadAccess(ctx: Context, { id, rights }: TargetPage) {
  if (!rights.canChange || ctx.actor.kind !== "user") return null;
  const [grants, groups] = await Promise.all([
    listGrants(ctx.database.read, ctx.scope, { id }),
    listUsableGroups(ctx.database.read, ctx),
  ]);
  return { grants, groups: groups.map((group) => ({ id: group.id, name: group.name })), canDelete: rights.canDelete };
}

/** All that one view of a target page shows; what is not visible is not found. */
export async function loadDetail(asked: DetailAddress) {
  const ctx = await getPageContext();
  const { database, scope, clock, actor } = ctx;
  const address: DetailAddress =
    asked.tab === "history" && !seesHistory(scope) ? { ...asked, tab: "photometry", cursor: null } : asked;
  const now = clock.now();
  const [target, duplicates, neighbours, who, tab] = await orNotFound(
    Promise.all([
      readTarget(address.id),
      listPossibleDuplicates(database.read, scope, address.id),
      address.from === null
        ? null
        : findListNeighbours(database.read, scope, { id: address.id, listQuery: address.from, now }),
      address.panel === "who" ? whoCanSee(database.read, scope, address.id) : null,
      loadTab(ctx, address),
    ]),
  );
  const reader =
    actor.kind === "user"
      ? { username: actor.username, isAdministrator: actor.role === "admin" }
      : { username: null, isAdministrator: false };
  const reportTo = target.rights.canChange ? reportBroker() : null;
  const [sky, access] = await Promise.all([
    loadSky(ctx, target),
    who === null ? null : orNotFound(loadAccess(ctx, target)),
  ]);
  const deliverers = services().brokers.names();
  return { address, target, duplicates, neighbours, who, access, tab, sky, now, reader, reportTo, deliverers };
}

/** The name of a target for the title of its page; null when it cannot be seen. */
export async function loadTitle(id: string): Promise<string | null> {
  try {
    return (await readTarget(id)).name;
  } catch (error) {
    if (isTomError(error) && error.code === "NOT_FOUND") return null;
    throw error;
  }
}
