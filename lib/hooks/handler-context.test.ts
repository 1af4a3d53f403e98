import { afterEach, describe, expect, it } from "vitest";
import { hookRuns, outbox } from "@/db/schema/events";
import { users } from "@/db/schema/people";
import { disableUser } from "@/lib/access/commands/change-account";
import type { Context } from "@/lib/access/context";
import { createTarget } from "@/lib/targets/commands/create-target";
import { updateTarget } from "@/lib/targets/commands/update-target";
import { addGroup, addUser, house } from "@/lib/targets/testing";
import { anObservation, createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { replayHookRun } from "./commands/steer-hook-run";
import type { Handler, HandlerContext, SingleReference, Target } from "./contract";

type Save = "target_post_save";

let bed: HookBed | undefined;
afterEach(async () => {
  await bed?.destroy();
  bed = undefined;
});

const place = { raDeg: 185.7289, decDeg: 15.8236 };

/** A house with one handler of `target_post_save`. */
async function withHandler(handler: Handler<Save>, declared: Partial<SingleReference<Save>> = {}): Promise<HookBed> {
  bed = await createHookBed({ target_post_save: [{ name: "probe", load: async () => handler, ...declared }] });
  return bed;
}

const runs = (on: HookBed) => on.database.read.select().from(hookRuns);

async function save(on: HookBed, ctx: Context, name: string) {
  const target = await createTarget({ ctx, input: { ...place, name } });
  await on.idle();
  return target;
}

describe("what a handler is given", () => {
  it("is the object whole, who changed it, what it was before, when, and where it is", async () => {
    const seen: { payload: unknown; context: Pick<HandlerContext, "actor" | "site" | "occurredAt" | "eventId"> }[] = [];
    const on = await withHandler(async (payload, { actor, site, occurredAt, eventId }) => {
      seen.push({ payload, context: { actor, site, occurredAt, eventId } });
    });
    const ada = await addUser(on.database, "ada");
    const group = await addGroup(on.database, "Supernovae", [ada]);
    const input = { ...place, name: "SN 2020oi", aliases: ["ZTF20aaelulu"], tags: ["Ic"], extras: { host: "M100" } };
    const made = await createTarget({ ctx: ada, input: { ...input, groups: [group.id] } });
    await on.idle();
    const changed = await updateTarget({ ctx: ada, input: { id: made.id, name: "SN2020oi", tags: ["Ic", "close"] } });
    await on.idle();
    expect(seen.map((one) => one.payload)).toEqual([
      { target: made, created: true, previous: null },
      { target: changed, created: false, previous: { name: "SN 2020oi", tags: ["Ic"] } },
    ]);
    expect(made).toMatchObject({
      aliases: ["ZTF20aaelulu"],
      extras: { host: "M100" },
      groups: [{ name: "Supernovae" }],
    });
    const [event] = await on.database.read.select().from(outbox);
    expect(seen[0]?.context).toMatchObject({
      actor: { kind: "user", username: "ada", via: "session" },
      site: { origin: "https://tom.example.org" },
      occurredAt: event?.createdAt,
      eventId: event?.id,
    });
  });

  it("is no way to the database", async () => {
    let keys: string[] = [];
    const on = await withHandler(async (_payload, context) => {
      keys = Object.keys(context);
    });
    await save(on, await addUser(on.database, "ada"), "One");
    expect(keys.sort()).toEqual(
      "actor attempt commands dryRun eventId http logger mail matchRadiusArcsec now occurredAt queries runId signal site step".split(
        " ",
      ),
    );
  });
});

describe("the scope of a handler", () => {
  const find =
    (id: () => string): Handler<Save> =>
    async ({ target }, { queries }) => ({
      own: (await queries.findTarget(target.id))?.name ?? null,
      other: (await queries.findTarget(id()))?.name ?? null,
    });

  it.each([
    ["object", { own: "Own", other: null }],
    ["open", { own: null, other: null }],
    ["actor", { own: "Own", other: null }],
    ["everything", { own: "Own", other: "Secret" }],
  ] as const)("%s shows it that and no more", async (scope, expected) => {
    let secret = "";
    const on = await withHandler(
      find(() => secret),
      { scope },
    );
    const [ada, eve] = [await addUser(on.database, "ada"), await addUser(on.database, "eve")];
    secret = (await save(on, eve, "Secret")).id;
    await save(on, ada, "Own");
    const run = (await runs(on)).at(-1);
    expect(run).toMatchObject({ status: "done", output: expected });
  });

  it("actor ends with the account, and is everything where the house made the change", async () => {
    let secret = "";
    const on = await withHandler(
      find(() => secret),
      { scope: "actor" },
    );
    const [ada, eve] = [await addUser(on.database, "ada"), await addUser(on.database, "eve")];
    secret = (await save(on, eve, "Secret")).id;
    await save(on, house(on.database), "By the house");
    expect((await runs(on)).at(-1)?.output).toEqual({ own: "By the house", other: "Secret" });
    await save(on, ada, "Hers");
    if (ada.actor.kind === "user") await disableUser({ ctx: house(on.database), input: { userId: ada.actor.userId } });
    const [run] = (await runs(on)).slice(-1);
    const { id } = await replayHookRun({ ctx: on.ctx, input: { id: run?.id } });
    await on.idle();
    expect((await runs(on)).find((one) => one.id === id)?.output).toEqual({ own: null, other: null });
  });

  it("object is the target that an observation belongs to, with all its groups", async () => {
    const found: (Target | null)[] = [];
    bed = await createHookBed({
      observation_change_state: [
        {
          name: "probe",
          load:
            async () =>
            async ({ observation }, { queries }) =>
              void found.push(await queries.findTarget(observation.targetId)),
        },
      ],
    });
    const ada = await addUser(bed.database, "ada");
    const group = await addGroup(bed.database, "Supernovae", [ada]);
    const target = await createTarget({ ctx: ada, input: { ...place, name: "One", groups: [group.id] } });
    const observation = anObservation({ targetId: target.id });
    await bed.fire("observation_change_state", { observation, previousStatus: null }, { targetId: target.id });
    expect(found).toEqual([target]);
  });
});

it("what a handler logs is kept with its run", async () => {
  const on = await withHandler(async ({ target }, { logger }) => {
    logger.info({ targetId: target.id, separationArcsec: 1.5 }, "Found one");
    logger.warn({}, "It is faint");
  });
  const target = await save(on, await addUser(on.database, "ada"), "One");
  const [run] = await runs(on);
  expect(run?.logs).toMatchObject([
    { level: "info", message: "Found one", fields: { targetId: target.id, separationArcsec: 1.5 } },
    { level: "warn", message: "It is faint" },
  ]);
  expect(await on.database.read.$count(users)).toBe(1);
});
