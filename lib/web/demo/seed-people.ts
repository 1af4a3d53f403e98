import { eq } from "drizzle-orm";
import { users } from "@/db/schema/people";
import { updateEmail } from "@/lib/access/commands/change-account";
import { createUser } from "@/lib/access/commands/create-user";
import { ensureFirstAdministrator } from "@/lib/access/commands/ensure-first-administrator";
import { createGroup } from "@/lib/access/commands/groups";
import { addMember } from "@/lib/access/commands/members";
import type { Context } from "@/lib/access/context";

/** Nobody receives mail there: the domain is reserved for examples. With it a mail to a group has somebody to go to. */
const addressOf = (username: string): string => `${username}@example.org`;

/** The demo's two groups and three accounts, which share the password. Answers the groups' ids. */
export async function seedPeople(house: Context, password: string): Promise<{ supernovae: string; rubin: string }> {
  await ensureFirstAdministrator({ ctx: house, input: { username: "demo", password } });
  const supernovae = await createGroup({
    ctx: house,
    input: { name: "Supernova team", description: "Follows young supernovae" },
  });
  const rubin = await createGroup({
    ctx: house,
    input: { name: "Rubin commissioning", description: "Looks at early LSST alerts" },
  });
  const members = [
    { username: "observer", groups: [supernovae.id] },
    { username: "visitor", groups: [rubin.id] },
  ];
  for (const { username, groups } of members)
    await createUser({ ctx: house, input: { username, password, email: addressOf(username), role: "member", groups } });
  await addMember({ ctx: house, input: { groupId: supernovae.id, username: "demo", role: "manager" } });
  const [demo] = await house.database.read.select({ id: users.id }).from(users).where(eq(users.username, "demo"));
  if (demo) await updateEmail({ ctx: house, input: { userId: demo.id, email: addressOf("demo") } });
  return { supernovae: supernovae.id, rubin: rubin.id };
}
