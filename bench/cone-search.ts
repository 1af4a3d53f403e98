/** A cone of 30 arcsec among a million targets, in this process: the whole query of the pages, rights included. */
import { sql } from "drizzle-orm";
import * as z from "zod";
import { openDatabase } from "@/db/client";
import { sessionScope } from "@/lib/access/scope";
import { findNearTargets } from "@/lib/targets/queries/find-near-targets";
import { quantile, report } from "./harness/report";
import { copySky, databaseFile } from "./harness/sky";
import { samples } from "./harness/sky-samples";

const radiusArcsec = 30;
const searches = 4000;
const at = new Date("2026-11-21T00:00:00Z");

const sky = await copySky(1_000_000);
const known = await samples(sky, 500);
const database = openDatabase({ url: `file:${databaseFile(sky)}` });
try {
  const [user] = await database.read.all(sql`SELECT id, pk FROM users WHERE username = ${sky.account.username}`);
  const { id, pk } = z.object({ id: z.string(), pk: z.number() }).parse(user);
  const { username } = sky.account;
  const actor = {
    kind: "user",
    userId: id,
    userPk: pk,
    username,
    role: "member",
    via: "session",
    access: "read",
  } as const;
  const scope = sessionScope(actor, true);
  const times: number[] = [];
  let hits = 0;
  for (let index = 0; index < searches + 500; index += 1) {
    const place = known[index % known.length];
    if (!place) throw new Error("the sky is empty");
    // Every second one beside a target, by up to a radius; the others anywhere.
    const raDeg = index % 2 === 0 ? place.raDeg : (place.raDeg + 180 * ((index * 0.618_034) % 1)) % 360;
    const began = performance.now();
    const found = await findNearTargets(database.read, scope, { raDeg, decDeg: place.decDeg, radiusArcsec }, at);
    const took = performance.now() - began;
    // The first ones warm the cache of pages.
    if (index >= 500) times.push(took);
    hits += found.length;
  }
  if (hits < searches / 2) throw new Error(`only ${hits} targets found`);
  const slices = Array.from({ length: 4 }, (_, index) => quantile(times.slice(index * 1000, (index + 1) * 1000), 0.99));
  report({ name: "cone-search 30 arcsec, p99", unit: "ms", value: quantile(times, 0.99), limit: 1, samples: slices });
  report({ name: "cone-search 30 arcsec, p50", unit: "ms", value: quantile(times, 0.5) });
} finally {
  await database.close();
}
