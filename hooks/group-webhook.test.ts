import { createHmac, timingSafeEqual } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { groups, memberships } from "@/db/schema/people";
import { setGroupWebhook } from "@/lib/access/commands/group-webhook";
import type { Context } from "@/lib/access/context";
import { getGroup } from "@/lib/access/queries/groups";
import { emit } from "@/lib/events/emit";
import { replayHookRun } from "@/lib/hooks/commands/steer-hook-run";
import type { HookMap } from "@/lib/hooks/contract";
import { type Answer, type FaultServer, type Seen, startFaultServer } from "@/lib/http/testing/fault-server";
import { addGroup, addUser } from "@/lib/targets/testing";
import { until } from "@/tests/support/engine-bed";
import { createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { groupWebhook } from "./names";

type Told = HookMap["broker_query_post_run"];
type Group = { id: string; name: string };

let bed: HookBed;
let receiver: FaultServer;
/** What the receiver answers, in turn; then 200. */
let answers: Answer[] = [];

beforeEach(async () => {
  answers = [];
  receiver = await startFaultServer(() => answers.shift() ?? { status: 200, body: "{}" });
  bed = await createHookBed({ broker_query_post_run: [groupWebhook] }, { allowPrivateHosts: [receiver.hostAndPort] });
});
afterEach(async () => {
  await bed.destroy();
  await receiver.close();
});

const at = "2026-07-01T00:00:00.000Z";

async function group(name: string, url: string | null): Promise<Group & { secret: string }> {
  const { pk } = await addGroup(bed.database, name, []);
  const row = (await bed.database.read.select().from(groups)).find((one) => one.pk === pk);
  const id = row?.id ?? "";
  const set = (input: { url: string; renew?: boolean }) =>
    setGroupWebhook({ ctx: bed.ctx, plainHosts: [receiver.hostAndPort], input: { groupId: id, ...input } });
  const made = url === null ? null : await set({ url });
  return { id, name, secret: bed.groupWebhooks.secretOf(id, made?.newSecretNumber ?? 0) };
}

const run = (of: Group | null, fresh: number): Told => ({
  query: { id: "q", name: "Young", brokerId: "alerce", parameters: {}, schedule: null, owner: "ada", group: of },
  run: {
    ...{ id: "r", queryId: "q", queryName: "Young", brokerId: "alerce", parameters: {}, context: null },
    ...{ startedAt: at, finishedAt: at, status: "done", feedback: null, trigger: "schedule", previousRunId: null },
    counts: { total: 3, new: fresh, known: 1, updated: 0, gone: 0 },
  },
});
const named = ({ id, name }: Group): Group => ({ id, name });
const fire = (of: Group | null, fresh: number) =>
  bed.fire("broker_query_post_run", run(of, fresh), { objectType: "query", objectId: "q" });

/** As a receiver checks it that has read the specification and nothing else. */
function isGenuine({ headers, body }: Seen, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key)
    .update(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`)
    .digest();
  const given = Buffer.from((headers["webhook-signature"] ?? "").replace(/^v1,/, ""), "base64");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

describe("a group's webhook", () => {
  it("at a private address answers in the words for one where nobody is", async () => {
    const there = await group("Inside", "https://localhost:1/in");
    const message = { id: "m", type: "test", at, data: {} };
    await expect(bed.groupWebhooks.tell(there.id, message)).rejects.toThrow(
      "The group's webhook could not be reached.",
    );
  });

  it("is told once of a run with new alerts, signed with the group's own secret", async () => {
    const [night, day] = [
      await group("Night", `${receiver.origin}/night`),
      await group("Day", `${receiver.origin}/day`),
    ];
    expect((await fire(named(night), 2))[0]).toMatchObject({ status: "done", output: { sent: true, status: 200 } });
    expect(receiver.seen.map(({ url }) => url.pathname)).toEqual(["/night"]);
    const seen = receiver.seen[0] as Seen;
    expect(isGenuine(seen, night.secret)).toBe(true);
    expect(isGenuine(seen, day.secret)).toBe(false);
    expect(JSON.parse(seen.body)).toMatchObject({
      type: "broker_query_post_run",
      data: { run: { counts: { new: 2 } }, url: "https://tom.example.org/alerts/runs/r" },
    });
  });

  it("is not told of a run without new alerts, nor of one of another group or of no group", async () => {
    const [night, other] = [await group("Night", receiver.origin), await group("Other", null)];
    await fire(named(night), 0);
    await fire(named(other), 3);
    await fire(null, 3);
    expect(receiver.seen).toEqual([]);
  });

  it("is tried again under the same id, and can be replayed", async () => {
    const night = await group("Night", receiver.origin);
    answers = [{ status: 500 }, { status: 404 }];
    const [told] = await fire(named(night), 1);
    expect(told).toMatchObject({ status: "done", attempts: 3 });
    await replayHookRun({ ctx: bed.ctx, input: { id: told?.id } });
    await bed.idle();
    expect(receiver.seen).toHaveLength(4);
    expect(new Set(receiver.seen.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("tells those who manage the group, and nobody else, when it was last sent to and what came of it", async () => {
    const [ada, ben] = [await addUser(bed.database, "ada"), await addUser(bed.database, "ben")];
    const { id } = await addGroup(bed.database, "Night", [ada, ben]);
    const manages = eq(memberships.userPk, ada.scope.userPk ?? -1);
    await bed.database.write((tx) => tx.update(memberships).set({ role: "manager" }).where(manages));
    const set = (url: string) =>
      setGroupWebhook({ ctx: ada, plainHosts: [receiver.hostAndPort], input: { groupId: id, url } });
    const last = async ({ scope }: Context) => (await getGroup(bed.database.read, scope, id)).webhookLast;
    await set(receiver.origin);
    expect(await last(ada)).toBeNull();

    await fire({ id, name: "Night" }, 1);
    const delivered = await last(ada);
    expect(delivered).toMatchObject({ arrived: true, outcome: "The receiver answered 200." });
    expect(delivered?.deliveredAt).toBe(delivered?.triedAt);
    expect(await last(bed.ctx)).toEqual(delivered);
    expect(await last(ben)).toBeNull();

    answers = [{ status: 503, body: "" }];
    await expect(bed.groupWebhooks.tell(id, { id: "m", type: "test", at, data: {} })).rejects.toThrow();
    expect(await last(ada)).toMatchObject({
      arrived: false,
      outcome: expect.stringContaining("503"),
      deliveredAt: delivered?.deliveredAt,
    });

    await set(`${receiver.origin}/elsewhere`);
    expect(await last(ada)).toBeNull();
  });

  it("holds up no other group while its receiver is silent", async () => {
    const dead = await startFaultServer(() => ({ status: 200, body: "{}" }));
    dead.fault = { kind: "hang" };
    await bed.destroy();
    bed = await createHookBed(
      { broker_query_post_run: [groupWebhook] },
      { allowPrivateHosts: [receiver.hostAndPort, dead.hostAndPort] },
    );
    const [silent, night] = [await group("Silent", null), await group("Night", receiver.origin)];
    const input = { groupId: silent.id, url: dead.origin };
    await setGroupWebhook({ ctx: bed.ctx, plainHosts: [dead.hostAndPort], input });
    const { database, ctx } = bed;
    const told = Array.from({ length: 44 }, (_none, n) => named(n < 40 ? silent : night));
    await database.write((tx) =>
      emit(
        tx,
        ctx,
        told.map((of) => ({
          event: "broker_query_post_run",
          objectType: "query",
          objectId: "q",
          payload: run(of, 1),
        })),
      ),
    );
    await until(() => receiver.seen.length === 4, 10_000);
    expect(dead.seen.length).toBeLessThanOrEqual(4);
    await dead.close();
  });

  it("takes https addresses only, but for those that the operator allows", async () => {
    const night = await group("Night", null);
    const set = (url: string) => setGroupWebhook({ ctx: bed.ctx, plainHosts: [], input: { groupId: night.id, url } });
    for (const url of ["http://example.org/x", "ftp://example.org", "nonsense", "https://ada:secret@example.org"])
      await expect(set(url)).rejects.toMatchObject({
        code: "INVALID_INPUT",
        fieldErrors: { url: [expect.any(String)] },
      });
    expect(await set("https://example.org/x")).toEqual({ newSecretNumber: 1 });
    expect(await set("https://example.org/y")).toEqual({ newSecretNumber: null });
    const renewed = { groupId: night.id, url: "https://example.org/y", renew: true };
    expect(await setGroupWebhook({ ctx: bed.ctx, plainHosts: [], input: renewed })).toEqual({ newSecretNumber: 2 });
  });
});
