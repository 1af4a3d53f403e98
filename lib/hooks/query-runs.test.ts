import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { brokerQueries, brokerRuns } from "@/db/schema/alerts";
import { hookRuns, outbox } from "@/db/schema/events";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { addGroup, addUser } from "@/lib/targets/testing";
import { getHookRun } from "./queries/get-hook-run";
import { countHookRuns, listHookRuns } from "./queries/list-hook-runs";

let database: TestDatabase;
let people: Record<"owner" | "manager" | "member" | "outsider" | "root", Context>;
let shared: string;
let own: string;
let group: { pk: number };

const at = "2026-07-01T00:00:00.000Z";

/** A run of a handler after a saved query has run. */
async function handled(name: string, groupPk: number | null): Promise<string> {
  const event = { hook: "broker_query_post_run", objectType: "query", objectId: name };
  const { hook, ...object } = event;
  const ownerPk = people.owner.scope.userPk;
  const asked = { brokerId: "mybroker", schemaVersion: 1, parameters: {}, ownerPk, groupPk };
  await database.write(async (tx) => {
    await tx.insert(brokerQueries).values({ id: name, name, ...asked, createdAt: at, updatedAt: at });
    await tx.insert(brokerRuns).values({ id: `of-${name}`, queryName: name, ...asked, startedAt: at, status: "done" });
    const [row] = await tx
      .insert(outbox)
      .values({
        id: `event-${name}`,
        event: hook,
        ...object,
        payload: { run: { id: `of-${name}` } },
        actor: { kind: "system" },
        createdAt: at,
      })
      .returning({ pk: outbox.pk });
    const rest = { handler: "tell", status: "done" as const, dueAt: at, createdAt: at };
    await tx.insert(hookRuns).values({ id: `run-${name}`, outboxPk: row?.pk ?? 0, ...event, ...rest });
  });
  return `run-${name}`;
}

beforeEach(async () => {
  database = await createTestDatabase();
  people = {
    owner: await addUser(database, "owner"),
    manager: await addUser(database, "manager"),
    member: await addUser(database, "member"),
    outsider: await addUser(database, "outsider"),
    root: await addUser(database, "root", "admin"),
  };
  group = await addGroup(database, "Night watch", [people.manager, people.member]);
  shared = await handled("Shared", group.pk);
  own = await handled("Own", null);
});
afterEach(() => database.destroy());

const listed = async ({ scope }: Context): Promise<string[]> =>
  (await listHookRuns(database.read, scope, { limit: 10 })).items.map(({ id }) => id);

describe("what handlers did after a saved query", () => {
  it("is seen by those who may see the query: its owner, its group, administrators", async () => {
    expect(await listed(people.owner)).toEqual([own, shared]);
    expect(await listed(people.member)).toEqual([shared]);
    expect(await listed(people.root)).toEqual([own, shared]);
    expect(await listed(people.outsider)).toEqual([]);
    expect(await countHookRuns(database.read, people.member.scope, { hook: "broker_query_post_run" })).toBe(1);
    await expect(getHookRun(database.read, people.member.scope, own)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is repeated by those who may change the query only", async () => {
    const may = async ({ scope }: Context) => (await getHookRun(database.read, scope, shared)).rights.canReplay;
    expect(await may(people.owner)).toBe(true);
    expect(await may(people.member)).toBe(false);
  });

  it("stays with those who saw the query's run, when the query is shared later", async () => {
    await database.write((tx) =>
      tx.update(brokerQueries).set({ groupPk: group.pk }).where(eq(brokerQueries.id, "Own")),
    );
    expect(await listed(people.member)).toEqual([shared]);
    expect(await listed(people.owner)).toEqual([own, shared]);
    await expect(getHookRun(database.read, people.manager.scope, own)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is for administrators when the query is gone", async () => {
    await database.write((tx) => tx.delete(brokerQueries));
    expect(await listed(people.owner)).toEqual([]);
    expect(await listed(people.root)).toEqual([own, shared]);
  });
});
