import { setTimeout as pause } from "node:timers/promises";
import { postUpload } from "@/tests/support/upload";
import type { Cell, Role, Visibility } from "./rules";
import { isSignedIn, take, type World } from "./world";

/** Makes what one cell needs: shared things for who only looks or is refused, new ones for who changes them. */
export type Subject = {
  world: World;
  role: Role;
  cell: Cell;
  target(): Promise<Target>;
  /** Ids of what hangs on a target. */
  redshift(): Promise<string>;
  classification(): Promise<string>;
  comment(): Promise<string>;
  point(): Promise<string>;
  observation(): Promise<string>;
  /** One that its facility can be asked after. */
  portalObservation(): Promise<string>;
  /** A draft of a report to a broker. */
  report(): Promise<string>;
  /** One that is on its way, where the caller may send it. */
  sentReport(): Promise<string>;
  /** A target that was noted as its possible duplicate. */
  duplicate(): Promise<string>;
  /** An image with its preview. */
  file(): Promise<string>;
  spectrum(): Promise<string>;
  hookRun(): Promise<string>;
  queuedHookRun(): string;
  query(): Promise<Query>;
  run(): Promise<string>;
  job(): string;
  mail(): string;
  group(): Promise<{ id: string; name: string }>;
  person(): string;
  /** Somebody whose account is disabled. */
  lockedPerson(): string;
  groupMember(): string;
  ownToken(): string;
  ownSession(): string;
  /** A name that nothing has yet. */
  freshName(): string;
};

export type Target = { id: string; name: string };
export type Query = { id: string; name: string };

type Json = Record<string, unknown>;

/** Asks the API as one of the cast; anything but success ends the test. */
export async function ask<T = Json>(
  world: World,
  headers: Record<string, string>,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${world.app.origin}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 400)}`);
  return (text === "" ? {} : JSON.parse(text)) as T;
}

let counter = 0;
const letters = (at: number): string =>
  Array.from({ length: 7 }, (_, place) => String.fromCharCode(97 + (Math.floor(at / 26 ** place) % 26))).join("");

function freshName(): string {
  counter += 1;
  return `Cell ${String(counter).padStart(5, "0")}`;
}

/** A target of the author's group with something in every part, none of it near another. */
async function makeTarget(world: World, visibility: Visibility): Promise<Target> {
  const name = freshName();
  const { id } = await ask<{ id: string }>(world, world.author, "POST", "/api/v1/targets", {
    name,
    visibility,
    groups: [world.group],
    raDeg: (counter * 7.31) % 360,
    decDeg: ((counter * 3.17) % 120) - 60,
    aliases: [`ZTF20${letters(counter)}`],
    tags: ["watched"],
    extras: { host_galaxy: "M 100" },
    redshift: { value: 0.01 },
    classifications: [{ name: "SN Ia" }],
  });
  const at = 60_000 + counter;
  const point = { observedAtMjd: at, band: "r", mag: 18.2, magErr: 0.1, magSystem: "AB" };
  await ask(world, world.author, "POST", `/api/v1/targets/${id}/photometry`, [point]);
  return { id, name };
}

type Items = { items: { id: string; status?: string }[] };

async function firstOf(world: World, path: string): Promise<string> {
  const { items } = await ask<Items>(world, world.author, "GET", path);
  const [first] = items;
  if (!first) throw new Error(`nothing at ${path}`);
  return first.id;
}

async function ranFor(world: World, targetId: string): Promise<string> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    const { items } = await ask<Items>(world, world.author, "GET", `/api/v1/hook-runs?objectId=${targetId}`);
    const done = items.find(({ status }) => status === "done");
    if (done) return done.id;
    await pause(10);
  }
  throw new Error("the handler did not run");
}

async function makeDuplicate(world: World, visibility: Visibility, targetId: string): Promise<string> {
  const path = `/api/v1/targets/${targetId}`;
  const { raDeg, decDeg } = await ask<{ raDeg: number; decDeg: number }>(world, world.author, "GET", path);
  const twin = { name: freshName(), visibility, groups: [world.group], raDeg, decDeg };
  const { id } = await ask<{ id: string }>(world, world.author, "POST", "/api/v1/targets", twin);
  await ranFor(world, id);
  return id;
}

/** A whole discovery report. */
export const discovery = {
  raDeg: 12.5,
  decDeg: -7.25,
  atType: "1",
  reportingGroup: "130",
  discoverySource: "48",
  reporter: "The cast",
  discoveredAt: "2026-01-02T03:04:05Z",
  detectedAt: "2026-01-02T03:04:05Z",
  mag: 18.2,
  filter: "111",
  instrument: "196",
  archive: "2",
  archiveRemarks: "Nothing there",
};

async function makeReport(world: World, targetId: string): Promise<string> {
  const body = { brokerId: "tns", kind: "at", parameters: discovery };
  return (await ask<{ id: string }>(world, world.author, "POST", `/api/v1/targets/${targetId}/reports`, body)).id;
}

/** A request of the stand-in that is not over. */
const atPortal = { facilityId: "lco", observationId: "3400001" };

async function makeObservation(world: World, targetId: string, at: object = { facilityId: "manual" }): Promise<string> {
  const body = { targetId, ...at };
  return (await ask<{ id: string }>(world, world.author, "POST", "/api/v1/observations", body)).id;
}

async function sendAsAuthor(world: World, reportId: string): Promise<string> {
  await ask(world, world.author, "POST", `/api/v1/reports/${reportId}/send`);
  return reportId;
}

/** A picture of one pixel. */
export const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function makeFile(world: World, targetId: string, type = "image", file: Uint8Array = onePixel): Promise<string> {
  const fields = { targetId, type };
  const parts = { file, filename: `${freshName()}.dat`, fields };
  const answer = await postUpload(world.app.origin, { origin: world.app.origin, ...world.author }, parts);
  if (!answer.ok) throw new Error(`upload: ${answer.status} ${await answer.text()}`);
  const { id } = (await answer.json()) as { id: string };
  for (let tries = 0; tries < 2_000; tries += 1) {
    const { status } = await ask<{ status: string }>(world, world.author, "GET", `/api/v1/data-products/${id}`);
    if (status === "processed") return id;
    await pause(10);
  }
  throw new Error("the file was not processed");
}

const shortSpectrum = Buffer.from("# DATE-OBS: 2026-01-02T03:04:05\nwavelength,flux\n4000,1\n4001,2\n4002,1\n4003,2\n");

async function makeSpectrum(world: World, targetId: string): Promise<string> {
  await makeFile(world, targetId, "spectroscopy", shortSpectrum);
  return firstOf(world, `/api/v1/targets/${targetId}/spectra`);
}

async function makeQuery(world: World): Promise<Query> {
  const name = freshName();
  const rule = { groupId: world.group, scoreLimit: 2 };
  const body = {
    name,
    brokerId: "mybroker",
    parameters: { name: "Matrix" },
    groupId: world.group,
    rule,
    schedule: "0 0 1 1 *",
  };
  const { id } = await ask<{ id: string }>(world, world.author, "POST", "/api/v1/broker-queries", body);
  return { id, name };
}

const makeRun = async (world: World, queryId: string): Promise<string> =>
  (await ask<{ id: string }>(world, world.author, "POST", `/api/v1/broker-queries/${queryId}/runs`)).id;

/** What nobody changes: one target a visibility with all that hangs on it, one query, one run. */
export type Shared = {
  targets: Record<
    Visibility,
    Target & {
      redshift: string;
      classification: string;
      comment: string;
      duplicate: string;
      report: string;
      observation: string;
      portalObservation: string;
      file: string;
      spectrum: string;
    }
  >;
  query: Query;
  run: string;
  job: string;
  mail: string;
  person: string;
  groupMember: string;
};

async function sharedTarget(world: World, visibility: Visibility): Promise<Shared["targets"][Visibility]> {
  const target = await makeTarget(world, visibility);
  const path = `/api/v1/targets/${target.id}`;
  await ask(world, world.headers.member, "POST", `${path}/comments`, { body: "Seen by those who see the target" });
  return {
    ...target,
    redshift: await firstOf(world, `${path}/redshifts`),
    classification: await firstOf(world, `${path}/classifications`),
    comment: await firstOf(world, `${path}/comments`),
    duplicate: await makeDuplicate(world, visibility, target.id),
    report: await makeReport(world, target.id),
    observation: await makeObservation(world, target.id),
    portalObservation: await makeObservation(world, target.id, atPortal),
    file: await makeFile(world, target.id),
    spectrum: await makeSpectrum(world, target.id),
  };
}

export async function makeShared(world: World): Promise<Shared> {
  const query = await makeQuery(world);
  return {
    targets: {
      open: await sharedTarget(world, "open"),
      public: await sharedTarget(world, "public"),
      private: await sharedTarget(world, "private"),
    },
    query,
    run: await makeRun(world, query.id),
    job: take(world.pools.job, "job"),
    mail: take(world.pools.mail, "mail"),
    person: take(world.pools.person, "person"),
    groupMember: take(world.pools.groupMember, "member of the group"),
  };
}

/** `changes`: the door changes what it is given, so that whoever is served gets a thing of her own. */
export function subjectOf(world: World, shared: Shared, cell: Cell, changes: boolean): Subject {
  const isOwn = changes && cell.expected === "ok";
  const visibility = cell.visibility ?? "private";
  const held = shared.targets[visibility];
  let made: Promise<Target> | undefined;
  const target = (): Promise<Target> => {
    made ??= isOwn ? makeTarget(world, visibility) : Promise.resolve(held);
    return made;
  };
  const onTarget = async (shared: string, make: (id: string) => Promise<string>): Promise<string> =>
    isOwn ? make((await target()).id) : shared;
  let query: Promise<Query> | undefined;
  const queryOf = (): Promise<Query> => {
    query ??= isOwn ? makeQuery(world) : Promise.resolve(shared.query);
    return query;
  };
  const username = isSignedIn(cell.role) ? cell.role : "member";
  return {
    world,
    role: cell.role,
    cell,
    target,
    redshift: () => onTarget(held.redshift, (id) => firstOf(world, `/api/v1/targets/${id}/redshifts`)),
    classification: () =>
      onTarget(held.classification, (id) => firstOf(world, `/api/v1/targets/${id}/classifications`)),
    comment: () =>
      onTarget(held.comment, async (id) => {
        const body = { body: "To be changed" };
        const comment = await ask<{ id: string }>(
          world,
          world.headers.member,
          "POST",
          `/api/v1/targets/${id}/comments`,
          body,
        );
        return comment.id;
      }),
    observation: () => onTarget(held.observation, (id) => makeObservation(world, id)),
    portalObservation: () => onTarget(held.portalObservation, (id) => makeObservation(world, id, atPortal)),
    report: () => onTarget(held.report, (id) => makeReport(world, id)),
    sentReport: () => onTarget(held.report, async (id) => sendAsAuthor(world, await makeReport(world, id))),
    file: () => onTarget(held.file, (id) => makeFile(world, id)),
    spectrum: () => onTarget(held.spectrum, (id) => makeSpectrum(world, id)),
    duplicate: () => onTarget(held.duplicate, (id) => makeDuplicate(world, visibility, id)),
    point: async () => {
      const { items } = await ask<{ items: { row: string }[] }>(
        world,
        world.author,
        "GET",
        `/api/v1/targets/${(await target()).id}/photometry`,
      );
      return items[0]?.row ?? "";
    },
    hookRun: async () => ranFor(world, (await target()).id),
    queuedHookRun: () => {
      const pool = world.pools.queuedHookRun[visibility];
      return isOwn ? take(pool, "waiting hook run") : (pool[0] ?? "");
    },
    query: queryOf,
    run: async () => (isOwn ? makeRun(world, (await queryOf()).id) : shared.run),
    job: () => (isOwn ? take(world.pools.job, "job") : shared.job),
    mail: () => (isOwn ? take(world.pools.mail, "mail") : shared.mail),
    group: async () => ({ id: world.group, name: "Seen by the group" }),
    person: () => (isOwn ? take(world.pools.person, "person") : shared.person),
    lockedPerson: () => world.locked.id,
    groupMember: () => (isOwn ? take(world.pools.groupMember, "member of the group") : shared.groupMember),
    ownToken: () => {
      const pool = world.pools.ownToken[username];
      return isOwn ? take(pool, "token") : (pool?.[0] ?? "");
    },
    ownSession: () => {
      const pool = world.pools.ownSession[username];
      return isOwn ? take(pool, "session") : (pool?.[0] ?? "");
    },
    freshName,
  };
}
