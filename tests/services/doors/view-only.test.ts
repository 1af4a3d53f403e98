import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type House, startHouse } from "../authorisation/secrets";

/** Open and public give view only: no second path changes what one may only see. */

let house: House;
beforeAll(async () => {
  house = await startHouse();
});
afterAll(() => house?.close());

const at = "/api/v1/targets";

describe("a target that one may only see", () => {
  type History = { items: { verb: string }[] };
  const verbs = async (id: string): Promise<string[]> =>
    (await house.ask<History>("member", "GET", `${at}/${id}/history?limit=200`)).items.map(({ verb }) => verb);

  it("is told of when an alert is it, and gets no link, no photometry and no trace from who found it", async () => {
    const { publicTarget, run, target } = house.own;
    const before = await verbs(publicTarget);
    const hidden = await verbs(house.hidden.target);
    // Her own twin is out of the way, so that only the other group's two are left at this place.
    await house.ask("outsider", "PATCH", `${at}/${target}`, { raDeg: 250, aliases: [] });
    type Report = { created: unknown[]; existing: unknown[]; nearby: { targetId: string }[]; failed: unknown[] };
    const make = (nearby?: string): Promise<Report> => {
      const body = { alertIds: ["o-1"], visibility: "private", ...(nearby ? { nearby } : {}) };
      return house.ask("outsider", "POST", `/api/v1/broker-runs/${run}/targets`, body);
    };
    expect((await make()).nearby.map(({ targetId }) => targetId)).toEqual([publicTarget]);
    expect(await make("link")).toMatchObject({ created: [], existing: [], failed: [{ alertId: "o-1" }] });
    expect(await verbs(publicTarget)).toEqual(before);
    expect(await verbs(house.hidden.target)).toEqual(hidden);
    // What the other group linked to the same alert stands in nobody's way: she makes her own.
    expect((await make("create")).created).toHaveLength(1);
  });
});
