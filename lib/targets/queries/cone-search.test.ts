import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { targets } from "@/db/schema/targets";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { positionAt, separationArcsec } from "@/lib/astro/sphere";
import { julianYear } from "@/lib/astro/time";
import { house } from "../testing";
import { listTargets } from "./list-targets";

const now = new Date("2026-11-21T00:00:00Z");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.destroy());

describe("cone search", () => {
  const stars = new Map<
    string,
    { raDeg: number; decDeg: number; epoch: number | null; pmRaMasPerYr: number | null; pmDecMasPerYr: number | null }
  >();

  beforeAll(async () => {
    const places = fc.sample(
      fc.record({ raDeg: ra, decDeg: dec, pm: fc.option(fc.tuple(motion, motion), { freq: 4 }), epoch }),
      { numRuns: 700, seed: 7 },
    );
    const edges = [0, 360 - 1e-9, 1e-9, 180].flatMap((raDeg) =>
      [-90, 90, 0, 89.9999, -89.9999].map((decDeg) => ({ raDeg, decDeg, pm: null, epoch: null })),
    );
    const rows = [...places, ...edges].map(({ pm, ...one }, i) => ({
      id: `star-${i}`,
      name: `Star ${i}`,
      type: "SIDEREAL" as const,
      visibility: "open" as const,
      createdAt: "",
      updatedAt: "",
      ...one,
      pmRaMasPerYr: pm?.[0] ?? null,
      pmDecMasPerYr: pm?.[1] ?? null,
    }));
    for (const row of rows) stars.set(row.id, row);
    await database.write(async (tx) => {
      for (let from = 0; from < rows.length; from += 100) await tx.insert(targets).values(rows.slice(from, from + 100));
    });
  });

  const ra = fc.oneof(
    fc.double({ min: 0, max: 359.999999, noNaN: true }),
    fc.double({ min: 0, max: 0.02, noNaN: true }),
    fc.double({ min: 359.98, max: 359.999999, noNaN: true }),
  );
  const dec = fc.oneof(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: 89.9, max: 90, noNaN: true }),
    fc.double({ min: -90, max: -89.9, noNaN: true }),
  );
  const motion = fc.double({ min: -15_000, max: 15_000, noNaN: true });
  const epoch = fc.option(fc.double({ min: 1800, max: 2100, noNaN: true }));
  const radius = fc.oneof(
    fc.double({ min: 0.01, max: 5, noNaN: true }),
    fc.double({ min: 1, max: 7200, noNaN: true }),
    fc.double({ min: 7200, max: 648_000, noNaN: true }),
  );

  it("finds exactly what brute force finds, at the poles, across RA 0, and for stars that moved", async () => {
    const year = julianYear(now);
    const places = [...stars].map(([id, star]) => ({ id, place: positionAt(star, year) }));
    const near = fc
      .integer({ min: 0, max: 699 })
      .map((i) =>
        positionAt(
          stars.get(`star-${i}`) ?? { raDeg: 0, decDeg: 0, epoch: null, pmRaMasPerYr: null, pmDecMasPerYr: null },
          year,
        ),
      );
    const center = fc.oneof(fc.record({ raDeg: ra, decDeg: dec }), near);
    await fc.assert(
      fc.asyncProperty(center, radius, async (at, radiusArcsec) => {
        const found = new Set<string>();
        let cursor: string | undefined;
        do {
          const page = await listTargets(database.read, house(database).scope, {
            filter: { cone: { ...at, radiusArcsec } },
            limit: 200,
            cursor,
            now,
          });
          for (const row of page.items) found.add(row.id);
          cursor = page.nextCursor ?? undefined;
        } while (cursor);
        for (const { id, place } of places) {
          const distance = separationArcsec(at, place);
          // On the rim itself the last digit decides.
          if (Math.abs(distance - radiusArcsec) > 1e-6)
            expect([id, found.has(id)]).toEqual([id, distance < radiusArcsec]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
