import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hookRuns } from "@/db/schema/events";
import { emit } from "@/lib/events/emit";
import { replayHookRun, retryHookRun } from "@/lib/hooks/commands/steer-hook-run";
import { type Hooks, hookNames } from "@/lib/hooks/contract";
import { getHookRun } from "@/lib/hooks/queries/get-hook-run";
import { handlersOf } from "@/lib/hooks/registry";
import { type Answer, type FaultServer, type Seen, startFaultServer } from "@/lib/http/testing/fault-server";
import { aTarget } from "@/tests/support/a-target";
import { reference, until } from "@/tests/support/engine-bed";
import { createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { signedWebhook } from "./names";

const key = randomBytes(32);
const secret = `whsec_${key.toString("base64")}`;

let bed: HookBed | undefined;
let receiver: FaultServer;
/** What the receiver answers, in turn; then 200. */
let answers: Answer[] = [];

beforeEach(async () => {
  answers = [];
  receiver = await startFaultServer(() => answers.shift() ?? { status: 200, body: "{}" });
});
afterEach(async () => {
  await bed?.destroy();
  bed = undefined;
  await receiver.close();
});

const started = async (more: Hooks = {}, events?: readonly string[]): Promise<HookBed> => {
  const hooks = signedWebhook({ url: `${receiver.origin}/tom?to=us`, secret, events });
  bed = await createHookBed({ ...hooks, ...more }, { allowPrivateHosts: [receiver.hostAndPort] });
  return bed;
};

const fire = (on: HookBed, target = aTarget()) =>
  on.fire("target_post_save", { target, created: true, previous: null }, { objectType: "target", objectId: target.id });

/** As a receiver checks it that has read the specification and nothing else. */
function isGenuine({ headers, body }: Seen): boolean {
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = createHmac("sha256", key).update(signed).digest();
  return (headers["webhook-signature"] ?? "").split(" ").some((one) => {
    const [version, signature = ""] = one.split(",");
    const given = Buffer.from(signature, "base64");
    return version === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

describe("signedWebhook", () => {
  it("sends the event whole, with a signature that holds and the time of sending", async () => {
    const on = await started();
    const target = aTarget({ name: "AT 2026 ✨", tags: ["young"] });
    const [run] = await fire(on, target);
    expect(run).toMatchObject({ status: "done", attempts: 1, output: { status: 200 } });
    expect(receiver.seen).toHaveLength(1);
    const seen = receiver.seen[0] as Seen;
    expect(seen).toMatchObject({ method: "POST" });
    expect(seen.url.pathname + seen.url.search).toBe("/tom?to=us");
    expect(seen.headers["content-type"]).toContain("application/json");
    expect(isGenuine(seen)).toBe(true);
    expect(isGenuine({ ...seen, body: seen.body.replace("young", "old") })).toBe(false);
    expect(Math.abs(Date.now() / 1000 - Number(seen.headers["webhook-timestamp"]))).toBeLessThan(300);
    const body = JSON.parse(seen.body) as { type: string; timestamp: string; data: unknown };
    expect(Object.keys(body).sort()).toEqual(["data", "timestamp", "type"]);
    expect(body).toMatchObject({ type: "target_post_save", data: { target, created: true } });
    expect(new Date(body.timestamp).toISOString()).toBe(body.timestamp);
  });

  it("keeps id and body over its retries, signs each anew, and sends the same id again when it is replayed", async () => {
    const on = await started();
    answers = [{ status: 500 }, { status: 302, headers: { location: receiver.origin } }, { status: 404 }];
    const [run] = await fire(on);
    expect(run).toMatchObject({ status: "done", attempts: 4 });
    await replayHookRun({ ctx: on.ctx, input: { id: run?.id } });
    await on.idle();
    expect(receiver.seen).toHaveLength(5);
    expect(new Set(receiver.seen.map((seen) => seen.headers["webhook-id"])).size).toBe(1);
    expect(new Set(receiver.seen.map((seen) => seen.body)).size).toBe(1);
    expect(receiver.seen.every(isGenuine)).toBe(true);
  });

  it("sends nothing in a dry run, and says that it would have", async () => {
    const on = await started();
    const [run] = await fire(on);
    const { id } = await replayHookRun({ ctx: on.ctx, input: { id: run?.id, dryRun: true } });
    await on.idle();
    expect(receiver.seen).toHaveLength(1);
    const dry = (await on.database.read.select().from(hookRuns)).find((one) => one.id === id);
    expect(dry?.status).toBe("done");
    expect(JSON.stringify(dry?.logs)).toContain(`Dry run: POST would go to ${receiver.hostAndPort}`);
  });

  it("sends the hooks it is told to, and all without being told; an unknown one is a mistake and said so", async () => {
    const on = await started({}, ["comment_post_save"]);
    await fire(on);
    expect(receiver.seen).toHaveLength(0);
    expect(Object.keys(signedWebhook({ url: "https://example.org", secret })).sort()).toEqual([...hookNames].sort());
    expect(signedWebhook(undefined)).toEqual({});
    const wrong = () => signedWebhook({ url: "https://example.org", secret, events: ["target_saved"] });
    expect(wrong).toThrow(expect.objectContaining({ code: "MISCONFIGURED" }));
  });

  it("goes by plain http to allowed private addresses only, and by https not to private ones", async () => {
    for (const url of [receiver.origin, receiver.origin.replace("http:", "https:")]) {
      bed = await createHookBed(signedWebhook({ url, secret }));
      const [run] = await fire(bed);
      // Not tried for a day: the address is as little called tomorrow.
      expect(run).toMatchObject({ status: "failed", attempts: 1 });
      expect(run?.error).toMatch(/does not call (that address|private addresses)/);
      await bed.destroy();
    }
    bed = undefined;
    expect(receiver.seen).toHaveLength(0);
  });

  it("waits as long as its receiver asks, says until when, and cannot be hurried before", async () => {
    const on = await started();
    answers = [{ status: 503, headers: { "retry-after": "600" } }];
    const { database, ctx } = on;
    const target = aTarget();
    const event = { event: "target_post_save" as const, objectType: "target" as const, objectId: target.id };
    await database.write((tx) => emit(tx, ctx, [{ ...event, payload: { target, created: true, previous: null } }]));
    const refusedTimes = (times: number) =>
      until(async () => {
        const [row] = await database.read.select().from(hookRuns);
        return row?.status === "queued" && row.attempts === times ? row : null;
      });
    const { id, startedAt } = await refusedTimes(1);
    const seen = await getHookRun(database.read, ctx.scope, id);
    const waitS = (Date.parse(seen.hostBusyUntil ?? "") - Date.parse(startedAt ?? "")) / 1_000;
    expect(waitS).toBeGreaterThanOrEqual(600);
    expect(Date.parse(seen.nextAttemptAt ?? "")).toBeGreaterThanOrEqual(Date.parse(seen.hostBusyUntil ?? ""));
    await expect(retryHookRun({ ctx, input: { id } })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringContaining(`until ${seen.hostBusyUntil?.slice(0, 19).replace("T", " ")} UTC`),
    });
    expect(await getHookRun(database.read, ctx.scope, id)).toEqual(seen);

    // Another one for the same receiver is told so as well, and is not sent.
    await database.write((tx) => tx.run("UPDATE hook_runs SET host_busy_until = NULL"));
    await retryHookRun({ ctx, input: { id } });
    await refusedTimes(2);
    expect((await getHookRun(database.read, ctx.scope, id)).hostBusyUntil).not.toBeNull();
    expect(receiver.seen).toHaveLength(1);
  });

  it("is tried for a day, the first three times within a minute", () => {
    const [entry] = handlersOf({
      hooks: signedWebhook({ url: "https://example.org", secret, events: ["comment_post_save"] }),
    });
    const waits = entry?.retryWaitsMs ?? [];
    const sum = (list: readonly number[]) => list.reduce((total, wait) => total + wait, 0);
    expect(sum(waits.slice(0, 3)) * 1.2).toBeLessThanOrEqual(60_000);
    // Waits vary by 20 %.
    expect(sum(waits) * 0.8).toBeGreaterThan(20 * 3_600_000);
    expect(sum(waits)).toBeGreaterThan(24 * 3_600_000);
  });

  it("with a receiver that hangs holds up no other handler", async () => {
    receiver.fault = { kind: "hang" };
    const done: string[] = [];
    const other = reference("other", async ({ target }) => void done.push(target.id));
    const hooks = signedWebhook({ url: receiver.origin, secret, events: ["target_post_save"] });
    bed = await createHookBed(
      { target_post_save: [...(hooks.target_post_save ?? []), other] },
      { allowPrivateHosts: [receiver.hostAndPort] },
    );
    const { database, ctx } = bed;
    const targets = Array.from({ length: 30 }, () => aTarget());
    await database.write((tx) =>
      emit(
        tx,
        ctx,
        targets.map((target) => ({
          event: "target_post_save",
          objectType: "target",
          objectId: target.id,
          payload: { target, created: true, previous: null },
        })),
      ),
    );
    await until(() => done.length === targets.length);
    const sent = await database.read.select().from(hookRuns);
    expect(sent.filter((run) => run.handler === "signedWebhook" && run.status === "done")).toEqual([]);
    receiver.fault = null;
  });
});

it("the secret stands in no run, whatever goes wrong", async () => {
  const on = await started();
  answers = [
    { status: 401, body: secret },
    { status: 500, headers: { "x-echo": secret } },
  ];
  await fire(on);
  const text = JSON.stringify(await on.database.read.select().from(hookRuns));
  expect(text).not.toContain(key.toString("base64"));
  expect(text).not.toContain("to=us");
});
