import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Context } from "@/lib/access/context";
import { listPhotometry, listPhotometryWithOrigin } from "@/lib/reduced-data/queries/list-photometry";
import { createTarget } from "@/lib/targets/commands/create-target";
import { addUser } from "@/lib/targets/testing";
import { pointFormSchema } from "../_components/detail-form-schemas";
import { addPoint } from "./add-point";

let database: TestDatabase;
let ada: Context;
let id: string;

const filled = (over: object): unknown => ({
  id,
  time: "2020-01-07 13:00:54",
  timeScale: "UTC",
  band: "r",
  mag: null,
  magErr: null,
  fluxNjy: null,
  fluxErrNjy: null,
  limitMag: null,
  limitSigma: null,
  magSystem: "AB",
  brightness: "total",
  forced: false,
  telescope: "",
  instrument: "",
  source: "",
  ...over,
});

const problems = (over: object): unknown =>
  pointFormSchema.safeParse(filled(over)).error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);

beforeAll(async () => {
  database = await createTestDatabase();
  ada = await addUser(database, "ada");
  const made = await createTarget({ ctx: ada, input: { name: "SN 2020oi", raDeg: 185.7289, decDeg: 15.8236 } });
  id = made.id;
});
afterAll(() => database.destroy());

describe("the form of one point", () => {
  it("takes a flux that lies below the reference, which has no magnitude", async () => {
    const input = pointFormSchema.parse(filled({ fluxNjy: -350.5, fluxErrNjy: 120, brightness: "difference" }));
    expect(await addPoint(ada, input)).toMatchObject({ inserted: 1 });
    const { items } = await listPhotometry(database.read, ada.scope, { targetId: id, limit: 10 });
    expect(items).toMatchObject([
      { fluxNjy: -350.5, fluxErrNjy: 120, mag: null, negative: true, brightness: "difference" },
    ]);
  });

  it("takes a barycentric time by the place of the target, and says at the time what is wrong with it", async () => {
    const light = { mag: 17.3, timeScale: "BJD_TDB", source: "BJD" };
    await addPoint(ada, pointFormSchema.parse(filled({ ...light, time: "2458856.0469457" })));
    const { items } = await listPhotometryWithOrigin(database.read, ada.scope, { targetId: id, limit: 10 });
    const point = items.find(({ source }) => source === "BJD");
    expect(point?.origin).toMatchObject({ originalTime: "2458856.0469457", originalScale: "BJD_TDB" });
    const earlierS = (58_855.5469457 - (point?.observedAtMjd ?? 0)) * 86_400;
    // TDB is 69 s ahead of UTC, and light from there met the barycentre within 500 s of the Earth.
    expect(Math.abs(earlierS - 69)).toBeGreaterThan(1);
    expect(Math.abs(earlierS - 69)).toBeLessThan(505);
    expect(problems({ ...light, time: "yesterday" })).toEqual([
      "time: “yesterday” is not a time: write 2020-01-07T12:30:00 (UTC), an MJD or a JD",
    ]);
  });

  it("says which of its fields is missing, or one too many", () => {
    expect(problems({})).toEqual(["mag: Give a magnitude, a flux or a limit"]);
    expect(problems({ fluxNjy: 20, limitMag: 20 })).toEqual([
      "limitMag: A limit stands for what was not seen: leave it out beside a magnitude or a flux",
    ]);
    expect(problems({ limitMag: 20 })).toBeUndefined();
  });
});
