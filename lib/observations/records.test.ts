import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/access/context";
import { eventPayloads } from "@/lib/events/catalog";
import { deleteTarget } from "@/lib/targets/commands/delete-target";
import { addGroup, nobody, refusal } from "@/lib/targets/testing";
import { hideRequest } from "@/scripts/facilities-replay/ocs.mjs";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";
import { bulkChangeState } from "./commands/bulk-state";
import { deleteObservation } from "./commands/delete-observation";
import { cancelObservation, updateObservation } from "./commands/update-observation";
import { listStates } from "./queries/list-states";
import { getObservation } from "./queries/read-observations";

let bed: ObservationBed;
let ada: Context;
let ben: Context;
let eve: Context;

beforeAll(async () => {
  bed = await createObservationBed();
  [ada, ben, eve] = [await bed.person("ada"), await bed.person("ben"), await bed.person("eve")];
});
afterAll(() => bed.destroy());

const get = (ctx: Context, id: string) => getObservation(bed.database.read, ctx.scope, bed.facilities, id);
const update = (ctx: Context, input: Parameters<typeof updateObservation>[0]["input"]) =>
  updateObservation({ ctx, facilities: bed.facilities, input });
const bulk = (ctx: Context, ids: string[], status: string) =>
  bulkChangeState({ ctx, facilities: bed.facilities, input: { ids, status } });

describe("a new observation record", () => {
  it("is pending with what was given, its event tells of no earlier state, its history begins", async () => {
    const targetId = await bed.target(ada);
    const record = await bed.record(ada, targetId, {
      parameters: { telescope: "NTT", exposureS: 300, seeingArcsec: 0.8 },
      scheduledStart: "2026-12-01T02:00:00Z",
      scheduledEnd: "61376.25",
    });
    expect(record).toMatchObject({
      version: 1,
      targetId,
      targetName: "Observed 1",
      facilityId: "manual",
      facilityName: "Manual",
      observationId: null,
      status: "PENDING",
      terminal: false,
      failed: false,
      parameters: { telescope: "NTT", exposureS: 300, seeingArcsec: 0.8 },
      scheduledStart: "2026-12-01T02:00:00.000Z",
      scheduledEnd: "2026-12-02T06:00:00.000Z",
      url: null,
      createdBy: "ada",
      polledAt: null,
    });
    const [event, ...more] = await bed.events(record.id);
    expect(more).toEqual([]);
    expect(eventPayloads.observation_change_state.parse(event)).toMatchObject({
      previousStatus: null,
      observation: { id: record.id, status: "PENDING", parameters: { telescope: "NTT" } },
    });
    expect(await listStates(bed.database.read, ada.scope, record.id)).toEqual([
      { at: "2026-11-21T00:00:00.000Z", status: "PENDING", previousStatus: null, by: "ada", source: "page" },
    ]);
    expect(await bed.audits(record.id)).toEqual(["observation.create"]);
  });

  it("may be made in any state of its facility, and in no other", async () => {
    const targetId = await bed.target(ada);
    expect(await bed.record(ada, targetId, { status: "COMPLETED" })).toMatchObject({ terminal: true, failed: false });
    const error = await refusal(bed.record(ada, targetId, { status: "DONE" }));
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
    expect(error.fieldErrors?.status?.[0]).toContain("there is PENDING, SCHEDULED, IN_PROGRESS");
  });

  it("says on each field what is wrong with it", async () => {
    const targetId = await bed.target(ada);
    const wrong: [object, string][] = [
      [{ facilityId: "keck" }, "facilityId"],
      [{ scheduledStart: "tonight" }, "scheduledStart"],
      [{ scheduledStart: "2026-12-02", scheduledEnd: "2026-12-01" }, "scheduledEnd"],
      [{ parameters: { exposureS: -1 } }, "parameters.exposureS"],
      [{ parameters: { exposureS: "long" } }, "parameters.exposureS"],
      [{ facilityId: "lco" }, "observationId"],
      [{ colour: "blue" }, "colour"],
    ];
    for (const [more, field] of wrong) {
      const error = await refusal(bed.record(ada, targetId, more));
      expect([more, error.code, Object.keys(error.fieldErrors ?? {})]).toEqual([more, "INVALID_INPUT", [field]]);
    }
  });

  it("with the facility's id is one record a target, however often it is added", async () => {
    const [one, other] = [await bed.target(ada), await bed.target(ada)];
    const first = await bed.record(ada, one, { observationId: "run 7" });
    const again = await bed.record(ada, one, { observationId: "run 7", status: "FAILED" });
    expect(again).toEqual(first);
    expect(await bed.events(first.id)).toHaveLength(1);
    expect((await bed.record(ada, other, { observationId: "run 7" })).id).not.toBe(first.id);
  });
});

describe("an observation that its facility has already", () => {
  it("is taken over as it stands there, and leads to its page", async () => {
    const record = await bed.record(ada, await bed.target(ada), {
      facilityId: "lco",
      observationId: "https://observe.lco.global/requests/3400002/",
    });
    expect(record).toMatchObject({
      observationId: "3400002",
      status: "COMPLETED",
      terminal: true,
      scheduledStart: "2026-11-03T04:00:00.000Z",
      parameters: { instrumentType: "2M0-FLOYDS-SCICAM" },
      url: `${bed.server.origin}/requests/3400002`,
      polledAt: "2026-11-21T00:00:00.000Z",
    });
    expect(await bed.events(record.id)).toMatchObject([{ previousStatus: null, observation: { status: "COMPLETED" } }]);
  });

  it("must be known there, and nothing is stored while the facility cannot be asked", async () => {
    const targetId = await bed.target(ada);
    const unknown = await refusal(bed.record(ada, targetId, { facilityId: "lco", observationId: "12" }));
    expect(unknown.fieldErrors?.observationId?.[0]).toBe("LCO does not know 12, or does not show it.");
    bed.server.fault = { kind: "status", status: 500 };
    const down = await refusal(bed.record(ada, targetId, { facilityId: "lco", observationId: "3400001" }));
    bed.server.fault = null;
    expect(down).toMatchObject({ code: "UPSTREAM_FAILED", message: "LCO answered with an error (500)." });
    expect(await bed.database.read.all("SELECT 1 FROM observation_records WHERE observation_id = '3400001'")).toEqual(
      [],
    );
  });
});

describe("an observation that its facility shows to the house only", () => {
  const place = { raDeg: 210.9106, decDeg: 54.3117 };
  beforeAll(() => hideRequest(bed.portal, "3400001"));
  afterAll(() => hideRequest(bed.portal, "3400001", false));
  const take = (targetId: string) => bed.record(ada, targetId, { facilityId: "lco", observationId: "3400001" });

  it("is not there for a target elsewhere, whatever that is called", async () => {
    for (const more of [{}, { name: "SN 2023ixf" }, { ...place, decDeg: 54.33 }]) {
      const error = await refusal(take(await bed.target(ada, more)));
      expect(error.fieldErrors).toEqual({ observationId: ["LCO does not know 3400001, or does not show it."] });
    }
  });

  it("is taken over for a target at its place", async () => {
    expect(await take(await bed.target(ada, place))).toMatchObject({ observationId: "3400001", facilityId: "lco" });
  });
});

describe("a change", () => {
  it("of state fires once with the state before, is in the history, and any state may follow any", async () => {
    const { id } = await bed.record(ada, await bed.target(ada));
    const way = ["SCHEDULED", "COMPLETED", "PENDING", "CANCELED", "IN_PROGRESS"];
    for (const status of way) await update(ada, { id, status });
    const told = (await bed.events(id)).map(({ previousStatus, observation }) => [previousStatus, observation.status]);
    expect(told).toEqual([
      [null, "PENDING"],
      ["PENDING", "SCHEDULED"],
      ["SCHEDULED", "COMPLETED"],
      ["COMPLETED", "PENDING"],
      ["PENDING", "CANCELED"],
      ["CANCELED", "IN_PROGRESS"],
    ]);
    const states = await listStates(bed.database.read, ada.scope, id);
    expect(states.map(({ status }) => status)).toEqual([...way].reverse().concat("PENDING"));
    expect(await get(ada, id)).toMatchObject({ version: 6, terminal: false, status: "IN_PROGRESS" });
    expect(await bed.audits(id)).toHaveLength(6);
  });

  it("to the same state, or of nothing, leaves no trace", async () => {
    const record = await bed.record(ada, await bed.target(ada), { parameters: { telescope: "NTT" } });
    const same = { status: "PENDING", parameters: { telescope: "NTT" }, scheduledStart: null };
    expect(await update(ada, { id: record.id, ...same })).toEqual(record);
    expect([(await bed.events(record.id)).length, (await bed.audits(record.id)).length]).toEqual([1, 1]);
  });

  it("of window and parameters fires nothing, and is in the trail", async () => {
    const { id } = await bed.record(ada, await bed.target(ada), { scheduledStart: "2026-12-01" });
    const changed = await update(ada, { id, scheduledEnd: "2026-12-02", parameters: { telescope: "VLT" } });
    expect(changed).toMatchObject({
      version: 2,
      scheduledEnd: "2026-12-02T00:00:00.000Z",
      parameters: { telescope: "VLT" },
    });
    expect(await bed.events(id)).toHaveLength(1);
    expect(await bed.audits(id)).toEqual(["observation.create", "observation.update"]);
    const error = await refusal(update(ada, { id, scheduledEnd: "2026-11-30" }));
    expect(error.fieldErrors).toHaveProperty("scheduledEnd");
    expect(await update(ada, { id, scheduledStart: null, scheduledEnd: null })).toMatchObject({ scheduledStart: null });
  });

  it("to a state that the facility does not have is refused on the state", async () => {
    const { id } = await bed.record(ada, await bed.target(ada));
    const error = await refusal(update(ada, { id, status: "WINDOW_EXPIRED" }));
    expect(error).toMatchObject({ code: "INVALID_INPUT" });
    expect(Object.keys(error.fieldErrors ?? {})).toEqual(["status"]);
  });

  it("on an older version is refused with the record as it is now", async () => {
    const { id } = await bed.record(ada, await bed.target(ada));
    await update(ada, { id, status: "SCHEDULED", version: 1 });
    const error = await refusal(update(ada, { id, status: "FAILED", version: 1 }));
    expect(error).toMatchObject({ code: "CONFLICT", detail: { stale: true, current: { status: "SCHEDULED" } } });
  });

  it("of the facility's id is for facilities that give none, and keeps it one record's", async () => {
    const targetId = await bed.target(ada);
    const { id } = await bed.record(ada, targetId);
    await bed.record(ada, targetId, { observationId: "taken" });
    expect(await update(ada, { id, observationId: "B-17" })).toMatchObject({ observationId: "B-17" });
    expect(await refusal(update(ada, { id, observationId: "taken" }))).toMatchObject({ code: "CONFLICT" });
    const there = await bed.record(ada, targetId, { facilityId: "lco", observationId: "3400003" });
    expect((await refusal(update(ada, { id: there.id, observationId: "1" }))).fieldErrors).toHaveProperty(
      "observationId",
    );
  });
});

describe("cancelling and deleting", () => {
  it("cancels what is not over, and leaves to the facility what is the facility's", async () => {
    const cancel = (id: string) => cancelObservation({ ctx: ada, facilities: bed.facilities, input: { id } });
    const targetId = await bed.target(ada);
    const { id } = await bed.record(ada, targetId);
    expect(await cancel(id)).toMatchObject({ status: "CANCELED", terminal: true, failed: true });
    expect(await refusal(cancel(id))).toMatchObject({ code: "CONFLICT" });
    const there = await bed.record(ada, targetId, { facilityId: "lco", observationId: "3400001" });
    expect((await refusal(cancel(there.id))).message).toBe("An observation with LCO is cancelled there.");
  });

  it("deletes a record with its history and without an event; the trail keeps what it was", async () => {
    const { id } = await bed.record(ada, await bed.target(ada));
    await deleteObservation({ ctx: ada, facilities: bed.facilities, input: { id } });
    expect(await refusal(get(ada, id))).toMatchObject({ code: "NOT_FOUND" });
    expect(await bed.events(id)).toHaveLength(1);
    expect(await bed.audits(id)).toEqual(["observation.create", "observation.delete"]);
  });

  it("a target takes its records along", async () => {
    const targetId = await bed.target(ada);
    const { id } = await bed.record(ada, targetId);
    await deleteTarget({ ctx: ada, input: { id: targetId } });
    expect(await refusal(get(ada, id))).toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("who may", () => {
  it("sees a record is who sees its target; who may change the target changes it", async () => {
    const group = await addGroup(bed.database, "Observers", [ada, ben]);
    const targetId = await bed.target(ada, { visibility: "private", groups: [group.id] });
    const { id } = await bed.record(ada, targetId);
    expect(await update(ben, { id, status: "SCHEDULED" })).toMatchObject({ version: 2 });
    for (const who of [eve, nobody(bed.database)]) {
      expect(await refusal(get(who, id))).toMatchObject({ code: "NOT_FOUND" });
    }
    expect(await refusal(update(eve, { id, status: "FAILED" }))).toMatchObject({ code: "NOT_FOUND" });
    expect(await refusal(bed.record(eve, targetId))).toMatchObject({ code: "NOT_FOUND" });

    const open = await bed.target(ada, { visibility: "open" });
    const shown = await bed.record(ada, open);
    expect((await get(nobody(bed.database), shown.id)).id).toBe(shown.id);
    expect(await refusal(update(eve, { id: shown.id, status: "FAILED" }))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusal(bed.record(eve, open))).toMatchObject({ code: "FORBIDDEN" });
    expect(await refusal(update(nobody(bed.database), { id: shown.id, status: "FAILED" }))).toMatchObject({
      code: "UNAUTHENTICATED",
    });
  });
});

describe("a change of many", () => {
  it("fires once for each that is really another, and says what it left alone", async () => {
    const targetId = await bed.target(ada, { visibility: "open" });
    const [one, two] = [await bed.record(ada, targetId), await bed.record(ada, targetId)];
    const done = await bed.record(ada, targetId, { status: "SCHEDULED" });
    const there = await bed.record(ada, targetId, { facilityId: "lco", observationId: "3400003" });
    const foreign = await bed.record(eve, await bed.target(eve, { visibility: "open" }));
    const hidden = await bed.record(eve, await bed.target(eve, { visibility: "private" }));
    const ids = [one, two, done, there, foreign, hidden].map(({ id }) => id);
    const report = await bulk(ada, [...ids, "nothing"], "SCHEDULED");
    expect(report).toMatchObject({ changed: 2, unchanged: 1, refused: 2, notFound: 2 });
    expect(report.refusedNames.join()).toMatch(/LCO has no state SCHEDULED.*not yours to change/);
    for (const { id } of [one, two]) {
      expect(await bed.events(id)).toMatchObject([
        {},
        { previousStatus: "PENDING", observation: { status: "SCHEDULED" } },
      ]);
      expect((await listStates(bed.database.read, ada.scope, id))[0]).toMatchObject({ by: "ada", source: "bulk" });
    }
    expect(await bulk(ada, [one.id, two.id], "SCHEDULED")).toMatchObject({ changed: 0, unchanged: 2 });
    expect(await bed.events(one.id)).toHaveLength(2);
  });

  it("goes on over more than one transaction holds", async () => {
    const targetId = await bed.target(ada);
    const ids: string[] = [];
    for (let i = 0; i < 130; i++) ids.push((await bed.record(ada, targetId)).id);
    expect(await bulk(ada, ids, "FAILED")).toMatchObject({ changed: 130, notFound: 0 });
  });
});
