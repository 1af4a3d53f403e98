import {
  ask,
  atPortal,
  firstOf,
  freshName,
  makeDuplicate,
  makeFile,
  makeLink,
  makeObservation,
  makeQuery,
  makeReport,
  makeRun,
  makeSpectrum,
  makeTarget,
  type Query,
  ranFor,
  sendAsAuthor,
  type Target,
} from "./make";
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
  /** An object of MyBroker that is linked to the target. */
  linkedAlert(): Promise<string>;
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

/** What nobody changes: one target a visibility with all that hangs on it, one query, one run. */
export type Shared = {
  targets: Record<
    Visibility,
    Target & {
      redshift: string;
      classification: string;
      comment: string;
      linkedAlert: string;
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
    linkedAlert: await makeLink(world, target),
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
    linkedAlert: () => onTarget(held.linkedAlert, async () => makeLink(world, await target())),
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
