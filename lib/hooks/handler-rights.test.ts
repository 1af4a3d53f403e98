import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { audit, hookRuns, outbox } from "@/db/schema/events";
import type { Context } from "@/lib/access/context";
import { startFaultServer } from "@/lib/http/testing/fault-server";
import { createTarget } from "@/lib/targets/commands/create-target";
import { getTarget } from "@/lib/targets/queries/get-target";
import { addUser } from "@/lib/targets/testing";
import { createHookBed, type HookBed } from "@/tests/support/hook-bed";
import { replayHookRun } from "./commands/steer-hook-run";
import type { Handler, SingleReference, Target } from "./contract";

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

type Run = typeof hookRuns.$inferSelect;

const messages = (run: Run | undefined): string[] =>
  ((run?.logs ?? []) as { message: string }[]).map((line) => line.message);

const runs = (on: HookBed) => on.database.read.select().from(hookRuns);

async function save(on: HookBed, ctx: Context, name: string) {
  const target = await createTarget({ ctx, input: { ...place, name } });
  await on.idle();
  return target;
}

describe("the rights of a handler", () => {
  const tagging: Handler<Save> = async ({ target, created }, { commands }) => {
    if (created) await commands.addTag(target.id, "seen");
  };

  it("let it change what it names, in its own name, through the door of everybody", async () => {
    const on = await withHandler(tagging, { rights: ["target.tag"] });
    const target = await save(on, await addUser(on.database, "ada"), "One");
    const trail = await on.database.read.select().from(audit).where(eq(audit.targetId, target.id));
    expect(trail.map((row) => [row.verb, row.actorName])).toEqual([
      ["target.create", "ada"],
      ["target.addTag", "hook:probe"],
    ]);
    const events = await on.database.read.select().from(outbox);
    expect(events.map((event) => [event.depth, (event.payload as { target: Target }).target.tags])).toEqual([
      [0, []],
      [1, ["seen"]],
    ]);
    // Never fired by its own change.
    expect(await runs(on)).toHaveLength(1);
  });

  it("that are not declared are refused once and for all, and say which", async () => {
    const on = await withHandler(tagging);
    await save(on, await addUser(on.database, "ada"), "One");
    expect((await runs(on))[0]).toMatchObject({
      status: "failed",
      attempts: 1,
      error: "The handler probe does not declare the right target.tag.",
    });
  });

  it("reach as far as its scope", async () => {
    let other = "";
    const on = await withHandler(
      async (_payload, { commands }) => {
        if (other !== "") await commands.addTag(other, "seen");
      },
      { rights: ["target.tag"] },
    );
    const ada = await addUser(on.database, "ada");
    const first = await save(on, ada, "One");
    other = first.id;
    await save(on, ada, "Two");
    expect((await runs(on)).at(-1)).toMatchObject({
      status: "failed",
      error: "No such target, or not visible to you.",
    });
  });

  it("cover aliases, extras, classifications and photometry; the same again is no conflict", async () => {
    const on = await withHandler(
      async ({ target }, { commands, attempt }) => {
        await commands.addAlias(target.id, "AT 2020oi");
        await commands.setExtras(target.id, { vetted: true });
        await commands.addClassification(target.id, { name: "SN Ic", source: "probe", probability: 0.9 });
        await commands.removeTag(target.id, "not there");
        const rows = [{ observedAtMjd: 58_855.5, band: "g", mag: 17.1 }, { band: "g" }];
        const added = await commands.addPhotometry(target.id, rows);
        if (attempt === 1) throw new Error("once more");
        return added;
      },
      { rights: ["target.alias", "target.extras", "target.classify", "target.tag", "photometry.add"] },
    );
    const ada = await addUser(on.database, "ada");
    const target = await save(on, ada, "ZTF20aaelulu");
    expect((await runs(on))[0]).toMatchObject({
      status: "done",
      attempts: 2,
      output: { inserted: 0, unchanged: 1, revised: 0, rejected: 1 },
    });
    const [whole] = (await on.database.read.select().from(outbox))
      .filter((event) => event.event === "target_post_save")
      .slice(-1);
    expect((whole?.payload as { target?: Target } | undefined)?.target).toMatchObject({
      id: target.id,
      aliases: ["AT 2020oi"],
      extras: { vetted: true },
      classifications: [{ name: "SN Ic", source: "probe", probability: 0.9, by: null }],
    });
  });

  it("give a target an alias that only a target has which its readers do not see, and say nothing of that one", async () => {
    const on = await withHandler(
      async ({ target }, { commands }) => {
        if (target.name === "Seen") await commands.addAlias(target.id, "Code name");
      },
      { scope: "everything", rights: ["target.alias"] },
    );
    const [ada, ben] = [await addUser(on.database, "ada"), await addUser(on.database, "ben")];
    await save(on, ada, "Code name");
    const { id } = await save(on, ben, "Seen");
    expect(new Set((await runs(on)).map(({ status, error }) => error ?? status))).toEqual(new Set(["done"]));
    expect((await getTarget(on.database.read, ben.scope, { id })).aliases).toEqual(["Code name"]);
  });

  it("do nothing in a dry run but say what they would", async () => {
    const on = await withHandler(
      async ({ target }, { commands, mail, dryRun }) => {
        if (!dryRun) return;
        await commands.addTag(target.id, "seen");
        await mail.send({ to: "ada@example.org", subject: "Seen", body: "" });
      },
      { rights: ["target.tag", "mail.send"] },
    );
    await save(on, await addUser(on.database, "ada"), "One");
    const [run] = await runs(on);
    const { id } = await replayHookRun({ ctx: on.ctx, input: { id: run?.id, dryRun: true } });
    await on.idle();
    const dry = (await runs(on)).find((one) => one.id === id);
    expect(messages(dry)).toEqual(["Dry run: would add the tag seen.", "Dry run: one mail would be put out."]);
    expect(await on.database.read.$count(outbox)).toBe(1);
    expect(on.mails).toHaveLength(0);
  });
});

describe("mail of a handler", () => {
  it("leaves once, however often the handler is tried, and in several sends as several mails", async () => {
    const on = await withHandler(
      async (_payload, { mail, attempt }) => {
        await mail.send({ to: ["ada@example.org", "ben@example.org"], subject: "First", body: "one" });
        await mail.send({ to: "ada@example.org", subject: "Second", body: "two" });
        if (attempt < 3) throw new Error("not yet");
      },
      { rights: ["mail.send"] },
    );
    await save(on, await addUser(on.database, "ada"), "One");
    expect((await runs(on))[0]).toMatchObject({ status: "done", attempts: 3 });
    expect(on.mails.map((mail) => [mail.header("Subject"), mail.to[0]]).sort()).toEqual([
      ["First", "ada@example.org"],
      ["First", "ben@example.org"],
      ["Second", "ada@example.org"],
    ]);
  });

  it("to what is no address fails once and says so", async () => {
    const on = await withHandler((_payload, { mail }) => mail.send({ to: "ada", subject: "Hello", body: "" }), {
      rights: ["mail.send"],
    });
    await save(on, await addUser(on.database, "ada"), "One");
    expect((await runs(on))[0]).toMatchObject({
      status: "failed",
      attempts: 1,
      error: expect.stringContaining("e-mail address"),
    });
  });
});

describe("http of a handler", () => {
  it("asks the hosts that it declares, and no other", async () => {
    const service = await startFaultServer(() => ({ body: '{"found": 3}' }));
    const probe: Handler<Save> = async (_payload, { http }) =>
      (await http.request({ url: `${service.origin}/look`, expect: "json" })).json();
    for (const [hosts, expected] of [
      [["127.0.0.1"], { status: "done", output: { found: 3 } }],
      [["example.org"], { status: "failed", error: "probe: this TOM does not call that address." }],
      [[], { status: "failed" }],
    ] as const) {
      bed = await createHookBed(
        { target_post_save: [{ name: "probe", load: async () => probe, hosts, retryWaitsMs: [] }] },
        { allowPrivateHosts: [service.hostAndPort] },
      );
      await save(bed, await addUser(bed.database, "ada"), "One");
      expect((await runs(bed))[0]).toMatchObject(expected);
      await bed.destroy();
    }
    bed = undefined;
    expect(service.seen).toHaveLength(1);
    await service.close();
  });
});
