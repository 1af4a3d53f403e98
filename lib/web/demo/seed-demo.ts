import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import { createUser } from "@/lib/access/commands/create-user";
import { ensureFirstAdministrator } from "@/lib/access/commands/ensure-first-administrator";
import { createGroup } from "@/lib/access/commands/groups";
import { addMember } from "@/lib/access/commands/members";
import type { Context } from "@/lib/access/context";
import { houseContext } from "../context";
import { inNameOf } from "../operations/in-name-of";
import type { Services } from "../services";
import { seedObservation } from "./seed-observation";
import { seedRun } from "./seed-run";
import { seedTargets } from "./seed-targets";

/**
 * A demo that needs no network: real published objects with their published light curves, an observation with its
 * file, a saved query with a frozen run, two groups and three users. Written by the same commands as everything else. All three share the password.
 */
export async function seedDemo(services: Services, password: string): Promise<void> {
  const house = houseContext(services, "demo");
  await ensureFirstAdministrator({ ctx: house, input: { username: "demo", password } });
  const supernovae = await createGroup({
    ctx: house,
    input: { name: "Supernova team", description: "Follows young supernovae" },
  });
  const rubin = await createGroup({
    ctx: house,
    input: { name: "Rubin commissioning", description: "Looks at early LSST alerts" },
  });
  await createUser({ ctx: house, input: { username: "observer", password, role: "member", groups: [supernovae.id] } });
  await createUser({ ctx: house, input: { username: "visitor", password, role: "member", groups: [rubin.id] } });
  await addMember({ ctx: house, input: { groupId: supernovae.id, username: "demo", role: "manager" } });
  const ctx = await contextOf(services, "demo");
  const made = await seedTargets(ctx, { supernovae: supernovae.id, rubin: rubin.id });
  await seedObservation(ctx, services, made.get("SN 2020oi") ?? "");
  await seedRun(ctx, services, supernovae.id);
}

async function contextOf(services: Services, username: string): Promise<Context> {
  const [row] = await services.database.read.select().from(users).where(eq(users.username, username));
  if (!row) throw new Error("The demo account was not stored.");
  return inNameOf(houseContext(services, "demo"), row);
}
