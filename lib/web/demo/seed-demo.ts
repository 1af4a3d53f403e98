import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import type { Context } from "@/lib/access/context";
import { houseContext } from "../context";
import { inNameOf } from "../operations/in-name-of";
import type { Services } from "../services";
import { seedObservation } from "./seed-observation";
import { seedPeople } from "./seed-people";
import { seedRun } from "./seed-run";
import { seedTargets } from "./seed-targets";

/**
 * A demo that needs no network: real published objects with their published light curves, an observation with its
 * file, a saved query with a frozen run, two groups and three users. Written by the same commands as everything else. All three share the password.
 */
export async function seedDemo(services: Services, password: string): Promise<void> {
  const groups = await seedPeople(houseContext(services, "demo"), password);
  const ctx = await contextOf(services, "demo");
  const made = await seedTargets(ctx, groups);
  await seedObservation(ctx, services, made.get("SN 2020oi") ?? "");
  await seedRun(ctx, services, groups.supernovae);
}

async function contextOf(services: Services, username: string): Promise<Context> {
  const [row] = await services.database.read.select().from(users).where(eq(users.username, username));
  if (!row) throw new Error("The demo account was not stored.");
  return inNameOf(houseContext(services, "demo"), row);
}
