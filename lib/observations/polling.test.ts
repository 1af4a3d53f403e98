import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { jobs } from "@/db/schema/events";
import { observationRecords } from "@/db/schema/observations";
import type { Context } from "@/lib/access/context";
import { refusal } from "@/lib/targets/testing";
import { moveRequest } from "@/scripts/facilities-replay/ocs.mjs";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";
import { refreshObservation } from "./commands/ask-facility";
import { claimDuePolls, pollFacility } from "./commands/poll-facility";
import { updateObservation } from "./commands/update-observation";
import { listStates } from "./queries/list-states";
import { getObservationPage } from "./queries/read-observations";

let bed: ObservationBed;
let ada: Context;
let id: string;

beforeEach(async () => {
  bed = await createObservationBed();
  ada = await bed.person("ada");
  const record = await bed.record(ada, await bed.target(ada), { facilityId: "lco", observationId: "3400001" });
  id = record.id;
});
afterEach(() => bed.destroy());

const idle = { signal: new AbortController().signal, progress: () => undefined };
const poll = () => pollFacility(bed.house, bed.facilities, "lco", idle);
const page = () => getObservationPage(bed.database.read, ada.scope, bed.facilities, id);
const complete = () =>
  moveRequest(bed.portal, "3400001", "COMPLETED", {
    state: "COMPLETED",
    start: "2026-11-21T03:00:00Z",
    end: "2026-11-21T03:11:00Z",
  });

describe("asking the facility by the clock", () => {
  it("changes state and window by itself, fires once, and does not ask any more when it is over", async () => {
    complete();
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await poll()).toEqual({ asked: 1, changed: 1, failed: 0 });
    expect(await page()).toMatchObject({
      status: "COMPLETED",
      scheduledStart: "2026-11-21T03:00:00.000Z",
      polledAt: "2026-11-21T00:05:00.000Z",
      nextPollAt: null,
    });
    expect(await bed.events(id)).toMatchObject([
      {},
      { previousStatus: "PENDING", observation: { status: "COMPLETED" } },
    ]);
    expect((await listStates(bed.database.read, ada.scope, id))[0]).toMatchObject({ by: null, source: "poll" });
    bed.setClock("2026-11-22T00:00:00.000Z");
    expect(await poll()).toEqual({ asked: 0, changed: 0, failed: 0 });
  });

  it("changes nothing but the time of asking while the state is the same", async () => {
    const { version, updatedAt } = await page();
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await poll()).toEqual({ asked: 1, changed: 0, failed: 0 });
    expect(await page()).toMatchObject({
      version,
      updatedAt,
      polledAt: "2026-11-21T00:05:00.000Z",
      nextPollAt: "2026-11-21T00:10:00.000Z",
    });
    expect(await bed.events(id)).toHaveLength(1);
    expect(await poll()).toMatchObject({ asked: 0 });
  });

  it("says on the record that it was not answered, waits longer each time, and forgets it once it is", async () => {
    bed.server.fault = { kind: "status", status: 503 };
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await poll()).toEqual({ asked: 1, changed: 0, failed: 1 });
    expect(await page()).toMatchObject({
      status: "PENDING",
      pollError: "LCO answered with an error (503).",
      nextPollAt: "2026-11-21T00:15:00.000Z",
    });
    bed.setClock("2026-11-21T00:15:00.000Z");
    await poll();
    expect(await page()).toMatchObject({ nextPollAt: "2026-11-21T00:35:00.000Z" });
    bed.server.fault = null;
    bed.setClock("2026-11-21T00:35:00.000Z");
    await poll();
    expect(await page()).toMatchObject({ pollError: null, nextPollAt: "2026-11-21T00:40:00.000Z" });
  });

  it("asks a facility that does not answer once, and marks every record that waited", async () => {
    for (let i = 0; i < 4; i++)
      await bed.record(ada, await bed.target(ada), { facilityId: "lco", observationId: "3400001" });
    bed.server.fault = { kind: "status", status: 500 };
    bed.server.seen.length = 0;
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await poll()).toMatchObject({ asked: 5, failed: 5 });
    expect(bed.server.seen.length).toBeLessThanOrEqual(2);
    const marked = await bed.database.read.all("SELECT 1 FROM observation_records WHERE poll_error IS NOT NULL");
    expect(marked).toHaveLength(5);
  });

  it("goes on with the others when one is not known any more, or says something odd", async () => {
    const other = await bed.record(ada, await bed.target(ada), { facilityId: "lco", observationId: "3400001" });
    await bed.database.write((tx) =>
      tx.update(observationRecords).set({ observationId: "77" }).where(eq(observationRecords.id, id)),
    );
    moveRequest(bed.portal, "3400001", "CANCELED");
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await poll()).toEqual({ asked: 2, changed: 1, failed: 1 });
    expect(await page()).toMatchObject({ status: "PENDING", pollError: "LCO does not know it any more." });
    expect(await bed.events(other.id)).toHaveLength(2);
  });

  it("leaves a record that somebody closed meanwhile, and takes up one that was opened again", async () => {
    await updateObservation({ ctx: ada, facilities: bed.facilities, input: { id, status: "CANCELED" } });
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await poll()).toMatchObject({ asked: 0 });
    await updateObservation({ ctx: ada, facilities: bed.facilities, input: { id, status: "PENDING" } });
    expect(await page()).toMatchObject({ nextPollAt: "2026-11-21T00:10:00.000Z" });
  });

  it("queues one job a facility with something due, and none beside one that is under way", async () => {
    expect(await claimDuePolls(bed.house, bed.facilities)).toBe(0);
    bed.setClock("2026-11-21T00:05:00.000Z");
    expect(await claimDuePolls(bed.house, bed.facilities)).toBe(1);
    expect(await claimDuePolls(bed.house, bed.facilities)).toBe(0);
    expect(await bed.database.read.select({ kind: jobs.kind, owner: jobs.ownerPk }).from(jobs)).toEqual([
      { kind: "observations.poll", owner: null },
    ]);
  });
});

describe("asking now", () => {
  const ask = (ctx: Context) => refreshObservation({ ctx, facilities: bed.facilities, input: { id } });

  it("answers how it stands, and says in plain words when the facility does not", async () => {
    bed.server.fault = { kind: "html" };
    expect((await refusal(ask(ada))).message).toMatch(/LCO answered with something that is not/);
    expect(await page()).toMatchObject({ pollError: expect.stringContaining("LCO") });
    bed.server.fault = null;
    complete();
    expect(await ask(ada)).toMatchObject({ status: "COMPLETED", pollError: null });
    expect((await listStates(bed.database.read, ada.scope, id))[0]).toMatchObject({ by: "ada", source: "poll" });
    expect((await refusal(ask(ada))).message).toBe("This observation is over: it is COMPLETED.");
  });

  it("is for who may change the record", async () => {
    const eve = await bed.person("eve");
    expect(await refusal(ask(eve))).toMatchObject({ code: "NOT_FOUND" });
  });
});
