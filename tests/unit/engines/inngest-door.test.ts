import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { GET, POST, PUT } from "@/app/api/inngest/route";
import { hookRuns } from "@/db/schema/events";
import { setServices } from "@/lib/web/services";
import { emitSaves, newTargetIds, reference, until } from "@/tests/support/engine-bed";
import { type DrivenBed, drivenBed } from "@/tests/support/engine-contract/inngest-bed";
import { keys } from "@/tests/support/inngest-driver/keys";
import { canonical, signed } from "@/tests/support/inngest-driver/signing";
import type { Run } from "@/tests/support/inngest-driver/types";

let bed: DrivenBed;
let calls: string[];
let ticks: number;

beforeEach(async () => {
  calls = [];
  ticks = 0;
  const note = (name: string) => reference(name, async ({ target }) => void calls.push(`${name} ${target.id}`));
  bed = await drivenBed([note("one"), note("two")], {
    tasks: [{ name: "tidy", everyMs: 60_000, run: async () => void ticks++ }],
  });
});
afterEach(() => bed.destroy());

const runs = () => bed.database.read.select().from(hookRuns);

/** A run that the driver has been given and has not called for; the app is put aside meanwhile. */
async function heldRun(): Promise<Run> {
  const { driver } = bed;
  const functions = driver.app?.functions ?? [];
  driver.listed = functions;
  if (driver.app) driver.app = { ...driver.app, functions: [] };
  await emitSaves(bed.ctx, newTargetIds(1));
  const event = await until(() => driver.events.find((one) => one.name.endsWith("/one")));
  const fn = functions.find((one) => one.triggers[0]?.event === event.name);
  if (!fn) throw new Error("No function for the event.");
  return { id: "held", fn, event, memo: new Map(), stack: [], attempt: 0, calls: 0, status: "queued", output: null };
}

const minutes = (count: number): Date => new Date(Date.now() - count * 60_000);

describe("a call to /api/inngest", () => {
  it("that is unsigned, signed wrongly, by another key, too old or of the future does nothing and is 401", async () => {
    const run = await heldRun();
    const body = bed.driver.bodyOf(run);
    const text = canonical(body);
    const other = signed(`signkey-test-${"11".repeat(32)}`, text);
    for (const signature of [
      null,
      "",
      "t=1&s=00",
      other,
      signed(keys.signingKey, `${text} `),
      signed(keys.signingKey, text, minutes(6.7)),
      signed(keys.signingKey, text, minutes(-6.7)),
    ]) {
      const reply = await bed.driver.call(run.fn, body, { signature });
      expect(reply.status, String(signature)).toBe(401);
      expect(JSON.stringify(reply.body)).not.toMatch(/stack|signkey|tom-/);
    }
    expect(calls).toEqual([]);
    expect((await runs()).every((row) => row.attempts === 0)).toBe(true);
  });

  it("that is right works once, however often it is replayed", async () => {
    const run = await heldRun();
    const body = bed.driver.bodyOf(run);
    const signature = signed(keys.signingKey, canonical(body), minutes(3));
    const replies = [await bed.driver.call(run.fn, body, { signature })];
    replies.push(...(await Promise.all([1, 2, 3].map(() => bed.driver.call(run.fn, body, { signature })))));
    expect(replies.map((reply) => reply.status)).toEqual([206, 206, 206, 206]);
    expect(calls).toHaveLength(1);
    expect((await runs()).find((row) => row.handler === "one")).toMatchObject({ status: "done", attempts: 1 });
  });

  it("that names another function does nothing: a signature says nothing of the function", async () => {
    const run = await heldRun();
    const body = bed.driver.bodyOf(run);
    const two = run.fn.id.replace(/one$/, "two");
    const reply = await bed.driver.call(run.fn, body, { fnId: two });
    expect(reply.status).toBeGreaterThanOrEqual(200);
    await bed.driver.call(run.fn, body, { fnId: "tom-task-tidy" });
    await bed.driver.call(run.fn, body, { fnId: "tom-task-tidy" });
    expect((await bed.driver.call(run.fn, body, { fnId: "tom-nothing" })).status).toBe(500);
    expect(calls).toEqual([]);
    expect(ticks).toBe(0);
  });

  it("of a row that is not there, or is not of this form, does nothing", async () => {
    const run = await heldRun();
    const of = (data: Record<string, unknown>) => bed.driver.bodyOf({ ...run, event: { ...run.event, data } });
    expect((await bed.driver.call(run.fn, of({ id: "nobody", key: "k" }))).status).toBe(206);
    expect((await bed.driver.call(run.fn, of({ id: 7 }))).status).toBeGreaterThanOrEqual(400);
    expect(calls).toEqual([]);
  });

  it("by GET tells nothing to who cannot sign", async () => {
    const request = new Request(`${bed.origin}/api/inngest`, { headers: { host: new URL(bed.origin).host } });
    const reply = await GET(request);
    expect(reply.status).toBe(401);
    expect(await reply.text()).not.toMatch(/function|tom|mode/);
  });
});

describe("a request to register", () => {
  const put = (headers: Record<string, string>, url = bed.origin): Promise<Response> =>
    PUT(new Request(`${url}/api/inngest`, { method: "PUT", headers: { host: new URL(url).host, ...headers } }));
  const registrations = () => bed.driver.heard.filter((line) => line.startsWith("POST /fn/register"));

  it("that is unsigned is a hint: our own address is registered, and that not more than once in a while", async () => {
    const before = registrations().length;
    const replies = await Promise.all([1, 2, 3].map(() => put({}, "http://evil.example.org")));
    expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
    expect(registrations()).toHaveLength(before + 1);
    expect(bed.driver.app?.url).toBe(`${bed.origin}/api/inngest`);
    expect(bed.driver.heard.join("\n")).not.toContain("evil.example.org");
  });

  it("is refused with a wrong signature, and in band without one", async () => {
    const before = registrations().length;
    expect((await put({ "x-inngest-signature": "t=1&s=00" })).status).toBe(401);
    expect((await put({ "x-inngest-sync-kind": "in_band" })).status).toBe(401);
    expect(registrations()).toHaveLength(before);
  });

  it("by a server that signs it is done", async () => {
    const before = registrations().length;
    expect((await put({ "x-inngest-signature": signed(keys.signingKey, "") })).status).toBe(200);
    expect(registrations()).toHaveLength(before + 1);
  });
});

describe("what Inngest is told", () => {
  it("holds nothing of a target: not when a run is done, fails or is tried again", async () => {
    await bed.destroy();
    const secret = "SN 2026secret";
    const told: string[] = [];
    bed = await drivenBed([
      reference("telling", async ({ target }, { attempt, step }) => {
        const found = await step("look", async () => ({ targetId: target.id, name: secret }));
        if (attempt === 1) throw new Error(`${secret} could not be reached`);
        return found;
      }),
      reference("failing", async ({ target }) => Promise.reject(new Error(`${secret} ${target.name}`)), {
        retryWaitsMs: [1],
      }),
    ]);
    const [id = ""] = newTargetIds(1);
    await emitSaves(bed.ctx, [id]);
    await until(
      async () => (await runs()).every((run) => ["done", "failed"].includes(run.status)) && (await runs()).length === 2,
    );
    await until(() => bed.driver.runs.every((run) => ["done", "failed"].includes(run.status)));
    told.push(...bed.driver.heard, JSON.stringify(bed.driver.runs.map((run) => [run.output, [...run.memo]])));
    expect(bed.driver.runs.map((run) => run.status).sort()).toEqual(["done", "failed"]);
    expect(told.join("\n")).not.toContain("2026secret");
    expect(told.join("\n")).not.toContain(id);
    expect(JSON.stringify(await runs())).toContain("2026secret");
  });
});

describe("without Inngest", () => {
  it("there is no such door, and none while the house starts", async () => {
    setServices({ inngest: null } as never);
    const request = () => new Request("http://127.0.0.1/api/inngest", { method: "POST", body: "{}" });
    expect((await POST(request())).status).toBe(404);
    setServices(undefined);
    expect((await POST(request())).status).toBe(503);
  });
});
