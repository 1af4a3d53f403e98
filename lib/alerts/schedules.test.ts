import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { brokerRuns } from "@/db/schema/alerts";
import { outbox } from "@/db/schema/events";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { createBrokerRegistry } from "@/lib/brokers/registry";
import { silentLogger } from "@/lib/core/logger";
import { createHttp } from "@/lib/http/create-http";
import { listNotifications } from "@/lib/notifications/queries/list-notifications";
import { addGroup, refusal } from "@/lib/targets/testing";
import { createScheduleBed, type ScheduleBed } from "@/tests/support/schedule-bed";
import { scripted, scriptedBroker } from "@/tests/support/scripted-broker";
import { claimDueQueries } from "./commands/claim-due-queries";
import { endLostRuns, expireRunLeases } from "./commands/run-lease";
import { runQuery, runQueryWithin } from "./commands/run-query";
import { duplicateQuery, updateQuery } from "./commands/save-query";
import { getRun } from "./queries/get-run";
import { listTroubled } from "./queries/list-queries";

let bed: ScheduleBed;
let ann: Context;
beforeEach(async () => {
  bed = await createScheduleBed();
  ann = await bed.person("ann");
});
afterEach(() => bed.destroy());

const run = async (ctx: Context, id: string): Promise<string> => {
  const { runId, finished } = await runQuery({ ctx, brokers: bed.brokers, input: { id } });
  await finished;
  return runId;
};
const told = async (ctx: Context) => (await listNotifications(bed.database.read, ctx.scope, { limit: 50 })).items;
const edit = (ctx: Context, id: string, more: object) =>
  updateQuery({ ctx, brokers: bed.brokers, input: { id, ...more } });

describe("a schedule", () => {
  it("runs a query at its time, as its owner, and says when it comes next", async () => {
    bed.broker.serve([scripted(1), scripted(2)]);
    const id = await bed.save(ann, { schedule: "30 4 * * *" });
    expect((await bed.query(ann, id)).nextRuns).toEqual(
      ["22", "23", "24"].map((day) => `2026-11-${day}T04:30:00.000Z`),
    );
    expect(await bed.at("2026-11-22T04:29:59Z")).toBe(0);
    expect(await bed.at("2026-11-22T04:30:00Z")).toBe(1);
    await bed.settled();
    expect(await bed.runs(ann, id)).toMatchObject([
      { trigger: "schedule", status: "done", counts: { total: 2, new: 2 } },
    ]);
    expect((await bed.query(ann, id)).nextRuns[0]).toBe("2026-11-23T04:30:00.000Z");
    expect(await bed.at("2026-11-22T04:31:00Z")).toBe(0);
  });

  it("runs once after a long stop, not once for each time that was missed", async () => {
    const id = await bed.save(ann);
    expect(await bed.at("2026-12-24T17:20:00Z")).toBe(1);
    await bed.settled();
    expect(await bed.at("2026-12-24T17:21:00Z")).toBe(0);
    expect(await bed.runs(ann, id)).toHaveLength(1);
    expect((await bed.query(ann, id)).nextRuns[0]).toBe("2026-12-24T18:00:00.000Z");
  });

  it("does not run a query that has none, or whose schedule is paused, until it goes on", async () => {
    await bed.save(ann, { schedule: null });
    const id = await bed.save(ann, { schedulePaused: true });
    expect((await bed.query(ann, id)).nextRuns).toEqual([]);
    expect(await bed.at("2026-11-21T13:00:00Z")).toBe(0);
    await edit(ann, id, { schedulePaused: false });
    expect(await bed.at("2026-11-21T14:00:00Z")).toBe(1);
    await bed.settled();
    await edit(ann, id, { schedule: null });
    expect(await bed.at("2026-11-21T15:00:00Z")).toBe(0);
  });

  it("that is not right is refused on its field, in words", async () => {
    const wrong = await bed.save(ann, { schedule: "0 25 * * *" }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(wrong).toBeInstanceOf(z.ZodError);
    const [issue] = (wrong as z.ZodError).issues;
    expect(issue?.path).toEqual(["schedule"]);
    expect(issue?.message).toContain('"25" is no hour');
  });

  it("is duplicated paused, and without the rule", async () => {
    const group = await addGroup(bed.database, "Ours", [ann]);
    const id = await bed.save(ann, { rule: { groupId: group.id } });
    const copy = await duplicateQuery({ ctx: ann, input: { id } });
    expect(await bed.query(ann, copy.id)).toMatchObject({
      schedule: "0 * * * *",
      schedulePaused: true,
      nextRuns: [],
      rule: null,
    });
  });

  it("of somebody whose account is disabled stops and is marked; it goes on when the account does", async () => {
    const id = await bed.save(ann);
    const admin = await bed.person("root", "admin");
    const disable = (disabledAt: string | null) =>
      bed.database.write(
        async (tx) => void (await tx.update(users).set({ disabledAt }).where(eq(users.username, "ann"))),
      );
    await disable("2026-11-21T12:00:00.000Z");
    expect(await bed.at("2026-11-21T13:00:00Z")).toBe(0);
    expect((await bed.query(admin, id)).needsLook).toContain("disabled");
    await disable(null);
    expect(await bed.at("2026-11-21T14:00:00Z")).toBe(1);
    await bed.settled();
    expect((await bed.query(ann, id)).needsLook).toBeNull();
  });
});

describe("a failing schedule", () => {
  it("waits longer and longer, tells its owner after three failures, is listed as trouble, and goes on after success", async () => {
    bed.broker.fail();
    const id = await bed.save(ann, { schedule: "* * * * *" });
    const times: (string | undefined)[] = [];
    for (let failures = 1; failures <= 4; failures++) {
      expect(await bed.at((await bed.query(ann, id)).nextRuns[0] ?? "")).toBe(1);
      await bed.settled();
      const query = await bed.query(ann, id);
      expect(query.failureCount).toBe(failures);
      times.push(query.nextRuns[0]);
      expect((await told(ann)).length).toBe(failures < 3 ? 0 : 1);
    }
    // Failed at 12:01, 12:03, 12:06 and 12:11: a minute, two, four and eight, and then the next full one.
    expect(times).toEqual(["03", "06", "11", "20"].map((minute) => `2026-11-21T12:${minute}:00.000Z`));
    const [notice] = await told(ann);
    expect(notice).toMatchObject({ kind: "query.failing", href: `/alerts/queries/${id}` });
    expect(notice?.body).toContain("Scripted does not answer.");
    expect((await listTroubled(bed.database.read, ann.scope, bed.brokers, 5)).map((query) => query.id)).toEqual([id]);

    bed.broker.serve([]);
    await run(ann, id);
    expect(await bed.query(ann, id)).toMatchObject({
      failureCount: 0,
      nextRuns: ["2026-11-21T12:12:00.000Z", {}, {}].map((one) => (typeof one === "string" ? one : expect.any(String))),
    });
    expect(await listTroubled(bed.database.read, ann.scope, bed.brokers, 5)).toEqual([]);
  });

  it("starts afresh when the query is edited; a run by hand that fails does not count", async () => {
    bed.broker.fail();
    const id = await bed.save(ann);
    await bed.at("2026-11-21T13:00:00Z");
    await bed.settled();
    await run(ann, id);
    expect((await bed.query(ann, id)).failureCount).toBe(1);
    await edit(ann, id, { name: "Edited" });
    expect((await bed.query(ann, id)).failureCount).toBe(0);
  });
});

describe("runs of one query", () => {
  it("never overlap: who asks meanwhile is given the one that runs, by hand or by schedule", async () => {
    const letGo = bed.broker.hold();
    const id = await bed.save(ann);
    const call = { ctx: ann, brokers: bed.brokers, input: { id } };
    const first = await runQuery(call);
    const second = await runQueryWithin(call, 30_000);
    expect(second).toEqual({ runId: first.runId, ended: false });
    expect(await bed.at("2026-11-21T13:00:00Z")).toBe(0);
    letGo();
    await first.finished;
    expect(bed.broker.asked()).toBe(1);
    expect(await bed.runs(ann, id)).toHaveLength(1);
    expect((await runQuery(call)).joined).toBe(false);
  });

  it("whose process died are ended, and keep nobody waiting", async () => {
    const letGo = bed.broker.hold();
    const id = await bed.save(ann, { schedule: null });
    const first = await runQuery({ ctx: ann, brokers: bed.brokers, input: { id } });
    await endLostRuns(bed.house);
    expect((await getRun(bed.database.read, ann.scope, first.runId)).status).toBe("running");
    await expireRunLeases(bed.house);
    const next = await runQuery({ ctx: ann, brokers: bed.brokers, input: { id } });
    expect(next.joined).toBe(false);
    expect(await getRun(bed.database.read, ann.scope, first.runId)).toMatchObject({
      status: "failed",
      feedback: "The server stopped while this was running.",
    });
    letGo();
    await Promise.all([first.finished, next.finished]);
    // What the first brings after it was given up changes nothing.
    expect((await bed.runs(ann, id)).map((one) => one.status)).toEqual(["done", "failed"]);
  });

  it("that a job had begun go on under their own id when the job comes again", async () => {
    bed.broker.serve([scripted(1)]);
    const id = await bed.save(ann);
    const letGo = bed.broker.hold();
    const runId = "019a0000-0000-7000-8000-000000000001";
    const call = { ctx: ann, brokers: bed.brokers, input: { id }, trigger: "schedule", runId } as const;
    const cutOff = await runQuery(call);
    const again = await runQuery(call);
    expect([cutOff.runId, again.runId, again.joined]).toEqual([runId, runId, false]);
    letGo();
    await Promise.all([cutOff.finished, again.finished]);
    expect(await bed.runs(ann, id)).toMatchObject([
      { id: runId, status: "done", counts: { total: 1 } },
      { status: "failed", counts: { total: 0 } },
    ]);
    expect((await runQuery(call)).joined).toBe(true);
    expect(bed.broker.asked()).toBe(2);
  });

  it("take what a broken-off run missed for known, not for new again", async () => {
    const id = await bed.save(ann, { schedule: null });
    bed.broker.serve([scripted(1), scripted(2), scripted(3)]);
    await run(ann, id);
    bed.broker.fail([scripted(1)]);
    await run(ann, id);
    bed.broker.serve([scripted(1), scripted(2, { mag: 17 }), scripted(3), scripted(4)]);
    await run(ann, id);
    expect(
      (await bed.runs(ann, id)).map(({ status, counts }) => [status, counts.new, counts.known, counts.updated]),
    ).toEqual([
      ["done", 1, 2, 1],
      ["partial", 0, 1, 0],
      ["done", 3, 0, 0],
    ]);
  });

  it("tell of themselves in one event each, with counts that depend on no reader", async () => {
    bed.broker.serve([scripted(1), scripted(2)]);
    const id = await bed.save(ann);
    await run(ann, id);
    bed.broker.serve([scripted(2), scripted(3)]);
    const runId = await run(ann, id);
    const events = await bed.database.read.select().from(outbox).where(eq(outbox.event, "broker_query_post_run"));
    expect(events).toHaveLength(2);
    expect(events[1]).toMatchObject({
      objectType: "query",
      objectId: id,
      payload: {
        query: { id, name: "Young ones", brokerId: "scripted", schedule: "0 * * * *", owner: "ann" },
        run: { id: runId, status: "done", counts: { total: 2, new: 1, known: 1, updated: 0, gone: 1 } },
      },
    });
  });
});

describe("a query whose broker changed its form", () => {
  it("is marked and not run, its owner told once, and goes on when it can be read again", async () => {
    const id = await bed.save(ann);
    const changed = scriptedBroker({
      schemaVersion: 2,
      parameters: z.strictObject({ colour: z.string("Which colour?") }),
    });
    const http = createHttp({ allowPrivateHosts: [] });
    const brokers = createBrokerRegistry([changed.entry], { http, logger: silentLogger });
    await bed.at("2026-11-21T12:30:00Z");
    const later = (iso: string) => ({ ...bed.house, clock: { now: () => new Date(iso) } });
    expect(await claimDueQueries(later("2026-11-21T13:00:00Z"), brokers)).toBe(0);
    expect(await claimDueQueries(later("2026-11-21T14:00:00Z"), brokers)).toBe(0);
    expect((await bed.query(ann, id)).needsLook).toContain("no longer reads");
    expect(await bed.runs(ann, id)).toEqual([]);
    const notices = await told(ann);
    expect(notices.map((notice) => notice.kind)).toEqual(["query.needsLook"]);
    expect(notices[0]?.body).toContain("Which colour?");
    expect(await bed.at("2026-11-21T15:00:00Z")).toBe(1);
    await bed.settled();
    expect(await bed.query(ann, id)).toMatchObject({ needsLook: null, failureCount: 0 });
    await http.close();
  });
});

it("a schedule and its failures are no business of people outside", async () => {
  const eve = await bed.person("eve");
  const id = await bed.save(ann);
  expect((await refusal(bed.query(eve, id))).code).toBe("NOT_FOUND");
  expect((await refusal(edit(eve, id, { schedule: null }))).code).toBe("NOT_FOUND");
  expect(await listTroubled(bed.database.read, eve.scope, bed.brokers, 5)).toEqual([]);
  expect(await bed.database.read.$count(brokerRuns)).toBe(0);
});
