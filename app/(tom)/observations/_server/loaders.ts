import { notFound } from "next/navigation";
import { cache } from "react";
import type { Context } from "@/lib/access/context";
import { listReportsFrom } from "@/lib/alerts/queries/list-reports";
import { isAdmin } from "@/lib/core/actor";
import { isTomError } from "@/lib/core/errors";
import { listProducts } from "@/lib/data-products/queries/list-products";
import type { FacilityManifest } from "@/lib/facilities/contract";
import type { ParameterField } from "@/lib/facilities/contract-form";
import { listObservations, listObservationsOnSky } from "@/lib/observations/queries/list-observations";
import { listStates } from "@/lib/observations/queries/list-states";
import { getObservationPage } from "@/lib/observations/queries/read-observations";
import type { ObservationPage } from "@/lib/observations/types";
import { findTarget, getTargetPage } from "@/lib/targets/queries/get-target";
import { searchTargets } from "@/lib/targets/queries/search-targets";
import { orFirstPage } from "@/lib/web/first-page";
import { orNotFound } from "@/lib/web/or-not-found";
import { services } from "@/lib/web/services";
import { getPageContext, requirePageUser } from "@/lib/web/session";
import { uploadChoices } from "../../data/_server/loaders";
import { reportBroker, withNames } from "../../targets/[id]/_server/listed-reports";
import { type ObservationsAddress, readObservationsAddress, type Search } from "../_components/observations-address";
import type { ObservationList } from "../_components/observations-table";

const rowsPerPage = 50;
const shownFiles = 50;

/** What of an observation's files is fetched without being asked for, in a sentence; null: nothing. */
function savesByItself({ saveFiles, name }: FacilityManifest): string | null {
  if (saveFiles === "none") return null;
  const which = saveFiles === "all" ? "All files" : "Reduced files";
  return `${which} are fetched by themselves, within a day and a half after ${name} says that it is completed.`;
}

/** What pages say of the facilities of this installation. */
const facilityWords = () =>
  services()
    .facilities.list()
    .map(({ id, manifest }) => ({ id, name: manifest.name, states: manifest.states.map((state) => state.id) }));

async function loadList(ctx: Context, address: ObservationsAddress, mayChange: boolean): Promise<ObservationList> {
  const { read } = ctx.database;
  const { filter, sort } = address;
  const { facilities: registry } = services();
  const pageFrom = (cursor: string | undefined) =>
    listObservations(read, ctx.scope, registry, { filter, sort, limit: rowsPerPage, cursor });
  const [page, sky, target] = await Promise.all([
    orFirstPage(address.cursor, pageFrom),
    address.map ? listObservationsOnSky(read, ctx.scope, filter) : null,
    filter.targetId === undefined ? null : findTarget(read, ctx.scope, { id: filter.targetId }),
  ]);
  const facilities = facilityWords();
  return {
    address,
    page,
    sky,
    facilities,
    states: [...new Set(facilities.flatMap((facility) => facility.states))],
    targetName: target?.name ?? null,
    mayChange,
    now: ctx.clock.now(),
  };
}

export async function loadObservations(search: Promise<Search>): Promise<ObservationList> {
  const ctx = await getPageContext();
  const address = readObservationsAddress("/observations", await search);
  return loadList(ctx, address, ctx.actor.kind === "user");
}

/** The list of administrators. */
export async function loadAllObservations(search: Promise<Search>): Promise<ObservationList> {
  const ctx = await requirePageUser();
  if (!isAdmin(ctx.actor)) notFound();
  return loadList(ctx, readObservationsAddress("/people/observations", await search), true);
}

/** Once a request: the page and its title read the same row. */
const readRecord = cache(async (id: string): Promise<ObservationPage> => {
  const ctx = await getPageContext();
  return getObservationPage(ctx.database.read, ctx.scope, services().facilities, id);
});

export async function loadObservation(id: string) {
  const ctx = await getPageContext();
  const observation = await orNotFound(readRecord(id));
  // Who did what is told to people, and not to everybody.
  const isSignedIn = ctx.actor.kind === "user";
  const reports = await listReportsFrom(ctx.database.read, ctx.scope, id);
  const history = isSignedIn ? await listStates(ctx.database.read, ctx.scope, id) : null;
  const facility = services().facilities.find(observation.facilityId);
  const kept = await listProducts(ctx.database.read, ctx.scope, { observationRecordId: id, limit: shownFiles });
  return {
    observation,
    kept,
    types: uploadChoices(ctx).types,
    history,
    reports: withNames(reports),
    reportTo: observation.rights.canChange ? reportBroker() : null,
    facility: facility && {
      name: facility.manifest.name,
      states: facility.manifest.states.map((state) => state.id),
      fields: facility.form.fields,
      takesPlans: facility.manifest.takesPlans,
      cancelStatus: facility.manifest.cancelStatus,
      canBeAsked: facility.capabilities.includes("getStatus"),
      hasFiles: facility.capabilities.includes("listDataProducts"),
      savesByItself: savesByItself(facility.manifest),
    },
    now: ctx.clock.now(),
  };
}

/** "SN 2020oi with LCO" for the title; null when it cannot be seen. */
export async function loadObservationTitle(id: string): Promise<string | null> {
  try {
    const { targetName, facilityName } = await readRecord(id);
    return `${targetName} with ${facilityName}`;
  } catch (error) {
    if (isTomError(error) && error.code === "NOT_FOUND") return null;
    throw error;
  }
}

/** As much of a facility as the form shows. */
export type FacilityForm = {
  id: string;
  name: string;
  summary: string;
  states: readonly string[];
  initialStatus: string;
  takesPlans: boolean;
  observationIdHelp: string;
  fields: readonly ParameterField[];
  /** What is missing, and what can be had without it, in a sentence. */
  lacks: string | null;
};

const toForm = (id: string): FacilityForm | null => {
  const facility = services().facilities.find(id);
  if (facility === null) return null;
  const { manifest, form, missingCredentials } = facility;
  const lacks = missingCredentials.map(
    ({ label, envName, without }) =>
      `This TOM has no ${label.replace(/^an? /, "")} for it (${envName}). ${without ?? ""}`,
  );
  return {
    id,
    name: manifest.name,
    summary: manifest.summary,
    states: manifest.states.map((state) => state.id),
    initialStatus: manifest.initialStatus,
    takesPlans: manifest.takesPlans,
    observationIdHelp: manifest.observationIdHelp,
    fields: form.fields,
    lacks: lacks.length === 0 ? null : lacks.join(" "),
  };
};

const one = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

export async function loadNewObservation(searchParams: Promise<Search>) {
  const ctx = await requirePageUser();
  const search = await searchParams;
  const { read } = ctx.database;
  const facilities = services()
    .facilities.list()
    .map(({ id, manifest }) => ({ id, name: manifest.name }));
  const targetId = one(search.target);
  if (targetId === undefined) {
    const q = one(search.q);
    const hits =
      q === undefined ? [] : await searchTargets(read, ctx.scope, { text: q, limit: 20, now: ctx.clock.now() });
    return { target: null, q: q ?? "", hits, facilities, facility: null };
  }
  const target = await orNotFound(getTargetPage(read, ctx.scope, { id: targetId }));
  if (!target.rights.canChange) notFound();
  const asked = one(search.facility) ?? facilities[0]?.id;
  const facility = asked === undefined ? null : toForm(asked);
  return { target, q: "", hits: [], facilities, facility };
}

export async function loadObservationEdit(id: string) {
  await requirePageUser();
  const observation = await orNotFound(readRecord(id));
  const facility = toForm(observation.facilityId);
  if (!observation.rights.canChange || facility === null) notFound();
  return { observation, facility };
}
