import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { idempotencyKeys } from "@/db/schema/events";
import { targets } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { systemClock } from "@/lib/core/clock";
import { createTarget } from "@/lib/targets/commands/create-target";
import { withIdempotency } from "@/lib/web/idempotency";
import { createObservationBed, type ObservationBed } from "@/tests/support/observation-bed";

/** What a request with a key leaves when the process is killed under it, and what the next one makes of that. */

let bed: ObservationBed;
let ada: Context;
beforeEach(async () => {
  bed = await createObservationBed();
  ada = { ...(await bed.person("ada")), clock: systemClock };
});
afterEach(() => bed.destroy());

const body = JSON.stringify({ name: "AT 2026key" });
const keyed = (): Request =>
  new Request("http://127.0.0.1/api/v1/targets", { method: "POST", headers: { "Idempotency-Key": "k" }, body });

const create = async (ctx: Context): Promise<Response> => {
  await createTarget({ ctx, input: { name: "AT 2026key", type: "SIDEREAL", raDeg: 1, decDeg: 2 } });
  return Response.json({ made: true }, { status: 201 });
};

/** The first request, whose process dies when `until` has come: nothing that it would do afterwards is done. */
async function killed(until: (ctx: Context) => Promise<unknown>): Promise<void> {
  let reached = (): void => {};
  const point = new Promise<void>((resolve) => {
    reached = resolve;
  });
  void withIdempotency(ada, keyed(), body, async (ctx) => {
    await until(ctx);
    reached();
    return new Promise<never>(() => {});
  });
  await point;
  const before = new Date(performance.timeOrigin - 1_000).toISOString();
  await bed.database.write((tx) => tx.update(idempotencyKeys).set({ createdAt: before }));
}

const made = (): Promise<number> => bed.database.read.$count(targets, eq(targets.name, "AT 2026key"));

describe("an Idempotency-Key whose first request died with the process", () => {
  it("is carried out by the next one, when nothing had been written", async () => {
    await killed(async () => null);
    expect((await withIdempotency(ada, keyed(), body, create)).status).toBe(201);
    const again = await withIdempotency(ada, keyed(), body, create);
    expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
    expect(await made()).toBe(1);
  });

  it("is not carried out twice, when its change was committed, and the answer says so", async () => {
    await killed(create);
    const next = withIdempotency(ada, keyed(), body, create);
    await expect(next).rejects.toMatchObject({ code: "CONFLICT", message: expect.stringContaining("was carried out") });
    expect(await made()).toBe(1);
  });

  it("is still being answered while the process lives", async () => {
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const first = withIdempotency(ada, keyed(), body, async (ctx) => {
      const response = await create(ctx);
      await ended;
      return response;
    });
    await expect.poll(made).toBe(1);
    const second = withIdempotency(ada, keyed(), body, create);
    await expect(second).rejects.toMatchObject({ message: expect.stringContaining("not answered yet") });
    end();
    expect((await first).status).toBe(201);
    expect(await made()).toBe(1);
  });
});
