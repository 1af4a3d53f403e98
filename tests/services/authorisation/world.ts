import { bulkChanges } from "@/db/schema/bulk-changes";
import { hookRuns, jobs, outbox } from "@/db/schema/events";
import { targetImports } from "@/db/schema/imports";
import { mails } from "@/db/schema/mail";
import { sessions } from "@/db/schema/people";
import { disableUser } from "@/lib/access/commands/change-account";
import { getUserRow } from "@/lib/access/commands/find-rows";
import type { Context } from "@/lib/access/context";
import { newId } from "@/lib/core/ids";
import { noCounts } from "@/lib/imports/schema";
import { createTarget } from "@/lib/targets/commands/create-target";
import { startReplay } from "@/scripts/brokers-replay.mjs";
import { startOcs } from "@/scripts/facilities-replay/ocs.mjs";
import { freshDataDir, type RunningApp, startApp } from "@/tests/support/app";
import { startBrokerList } from "@/tests/support/broker-list";
import { addGroup, addPerson, addToken, furnish, housePassword, type Person } from "@/tests/support/furnish";
import { signIn } from "@/tests/support/sign-in";
import { type Role, roles, type Visibility, visibilities } from "./rules";

/** A house with one of everything, running: what the doors are knocked at. */
export type World = Seeded & {
  app: RunningApp;
  /** What each role sends with every request. */
  headers: Record<Role, Record<string, string>>;
  author: Record<string, string>;
  close(): Promise<void>;
};

type People = Record<"author" | "outsider" | "member" | "manager" | "administrator" | "disabled", Person>;

type Seeded = {
  people: People;
  group: string;
  otherGroup: string;
  locked: Person;
  tokens: { readToken: string; writeToken: string; disabled: string };
  /** Things that a door uses up, taken one at a time. */
  pools: {
    person: string[];
    groupMember: string[];
    job: string[];
    mail: string[];
    ownToken: Record<string, string[]>;
    ownSession: Record<string, string[]>;
    queuedHookRun: Record<Visibility, string[]>;
  };
};

const far = "2199-01-01T00:00:00.000Z";
const many = <T>(count: number, make: (at: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));

async function seed(house: Context): Promise<Seeded> {
  const manager = await addPerson(house, "manager");
  const group = await addGroup(house, "Seen by the group", [manager]);
  const otherGroup = await addGroup(house, "Another group");
  const people: People = {
    author: await addPerson(house, "author", "member", [group]),
    outsider: await addPerson(house, "outsider", "member", [otherGroup]),
    member: await addPerson(house, "member", "member", [group]),
    manager,
    administrator: await addPerson(house, "administrator", "admin"),
    disabled: await addPerson(house, "disabled", "member", [group]),
  };
  const locked = await addPerson(house, "locked");
  await disableUser({ ctx: house, input: { userId: locked.id } });
  const tokens = {
    readToken: (await addToken(house, people.member, "read")).token,
    writeToken: (await addToken(house, people.member, "write")).token,
    disabled: (await addToken(house, people.disabled, "write")).token,
  };
  const signedIn = [people.outsider, people.member, people.manager, people.administrator];
  const pools: Seeded["pools"] = {
    person: await many(8, async (at) => (await addPerson(house, `passer-by-${at}`)).id),
    groupMember: await many(6, async (at) => (await addPerson(house, `colleague-${at}`, "member", [group])).id),
    job: await many(8, (at) => addJob(house, people.member, at)),
    mail: await many(3, (at) => addMail(house, at)),
    ownToken: Object.fromEntries(
      await Promise.all(
        signedIn.map(async (one) => [one.username, await many(2, async () => (await addToken(house, one, "read")).id)]),
      ),
    ),
    ownSession: Object.fromEntries(
      await Promise.all(signedIn.map(async (one) => [one.username, await many(2, (at) => addSession(house, one, at))])),
    ),
    queuedHookRun: { open: [], public: [], private: [] },
  };
  for (const visibility of visibilities) {
    const target = await createTarget({
      ctx: house,
      input: { name: `Queued ${visibility}`, visibility, groups: [group], raDeg: 10, decDeg: -80 },
    });
    pools.queuedHookRun[visibility] = await many(20, () => addQueuedHookRun(house, target.id));
  }
  return { people, group, otherGroup, locked, tokens, pools };
}

async function pkOf(house: Context, person: Person): Promise<number> {
  return (await getUserRow(house.database.read, person.id)).pk;
}

/** A job that waits for the next century, so that it is there to be cancelled; and what an import or a change of many targets would keep with it. */
async function addJob(house: Context, owner: Person, at: number): Promise<string> {
  const id = newId();
  const ownerPk = await pkOf(house, owner);
  await house.database.write(async (tx) => {
    await tx.insert(jobs).values({
      id,
      kind: "alerts.fetchPhotometry",
      ownerPk,
      payload: { brokerId: "mybroker", runId: null, items: [] },
      status: "queued",
      message: `waiting ${at}`,
      dueAt: far,
      createdAt: new Date().toISOString(),
    });
    const none = { options: { groups: [] }, warnings: [], counts: noCounts };
    await tx.insert(targetImports).values({ jobId: id, fileName: "targets.csv", ...none });
    const change = { kind: "addTag", tag: "waits" };
    await tx.insert(bulkChanges).values({ jobId: id, change, chosenAt: far, total: 0 });
  });
  return id;
}

/** A mail that the server refused, so that it may be sent again. */
async function addMail(house: Context, at: number): Promise<string> {
  const id = newId();
  const row = { to: `reader-${at}@example.org`, subject: "A mail", body: "Text", askedBy: "system:test" };
  const createdAt = new Date().toISOString();
  await house.database.write(
    async (tx) => void (await tx.insert(mails).values({ id, ...row, state: "failed", createdAt })),
  );
  return id;
}

async function addSession(house: Context, owner: Person, at: number): Promise<string> {
  const id = newId();
  const now = new Date().toISOString();
  const userPk = await pkOf(house, owner);
  await house.database.write(async (tx) => {
    const secretHash = `${owner.username}-${at}`;
    await tx.insert(sessions).values({ id, secretHash, userPk, createdAt: now, lastSeenAt: now, expiresAt: far });
  });
  return id;
}

async function addQueuedHookRun(house: Context, targetId: string): Promise<string> {
  const id = newId();
  const createdAt = new Date().toISOString();
  const about = { objectType: "target", objectId: targetId, targetId };
  await house.database.write(async (tx) => {
    const event = { id: newId(), event: "target_post_save", ...about, createdAt, relayedAt: createdAt };
    const [row] = await tx
      .insert(outbox)
      .values({
        ...event,
        payload: { target: { id: targetId }, created: false },
        actor: { kind: "system", job: "test" },
      })
      .returning({ pk: outbox.pk });
    await tx.insert(hookRuns).values({
      id,
      outboxPk: row?.pk ?? -1,
      hook: "target_post_save",
      handler: "crossMatch",
      ...about,
      status: "queued",
      dueAt: far,
      createdAt,
    });
  });
  return id;
}

/** An object of the tutorial's broker for each name that a cell may give to a target (`freshName`). */
const cells = Array.from({ length: 3000 }, (_, at) => ({
  id: `cell-${at + 1}`,
  name: `Cell ${String(at + 1).padStart(5, "0")}`,
}));

/** What a run of the tutorial's broker brings: two objects far from everything else. */
const listed = [
  { id: "m-1", name: "Matrix", ra: 200.5, dec: 40.25, timestamp: "2026-01-02T03:04:05Z", mag: 17.5, score: 0.9 },
  { id: "m-2", name: "Matrix", ra: 201.5, dec: 41.25, timestamp: "2026-01-02T03:04:05Z", mag: 18.5, score: 0.8 },
];

export async function startWorld(): Promise<World> {
  const dataDir = freshDataDir();
  const seeded = await furnish(dataDir, seed);
  const replay = await startReplay({ corpusDir: null });
  const portal = await startOcs();
  const broker = await startBrokerList([...listed, ...cells]);
  const app = await startApp({
    dataDir,
    env: {
      ...replay.env,
      ...portal.env,
      MYBROKER_URL: broker.url,
      TOM_ALLOW_PRIVATE_HOSTS: [replay.origin, portal.origin, broker.url].map((url) => new URL(url).host).join(","),
      TOM_DEMO: "0",
      TOM_RATE_LIMIT: "0",
      LOG_LEVEL: "error",
    },
  });
  const cookieOf = async (username: string) => (await signIn(app.origin, username, housePassword)).headers;
  const headers: World["headers"] = {
    anonymous: {},
    outsider: await cookieOf("outsider"),
    member: await cookieOf("member"),
    manager: await cookieOf("manager"),
    administrator: await cookieOf("administrator"),
    readToken: { authorization: `Bearer ${seeded.tokens.readToken}` },
    writeToken: { authorization: `Bearer ${seeded.tokens.writeToken}` },
    disabled: await cookieOf("disabled"),
  };
  return {
    ...seeded,
    app,
    headers,
    author: await cookieOf("author"),
    close: async () => {
      const code = await app.stop();
      await Promise.all([broker.close(), replay.close(), portal.close()]);
      if (code !== 0) throw new Error(`the app ended with ${code}:\n${app.output()}`);
    },
  };
}

/** A thing that is used up by the door that takes it. */
export function take(pool: string[] | undefined, what: string): string {
  const one = pool?.pop();
  if (one === undefined) throw new Error(`no ${what} is left: seed more of them in world.ts`);
  return one;
}

export const isSignedIn = (role: Role): boolean =>
  roles.includes(role) && role !== "anonymous" && role !== "disabled" && !role.endsWith("Token");
