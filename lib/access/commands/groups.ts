import { eq, sql } from "drizzle-orm";
import { groups } from "@/db/schema/people";
import { targetGrants } from "@/db/schema/targets";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { counted } from "@/lib/core/counted";
import { invalidInput } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { AccessContext } from "../context";
import { groupNameKey } from "../names";
import { requireAdmin } from "../policy";
import { type CreateGroupInput, createGroupSchema, deleteGroupSchema, renameGroupSchema } from "../schema";
import { findGroup, getGroupRow } from "./find-rows";

/** For administrators. Names of groups are unique, however they are spelled. */
export async function createGroup({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: CreateGroupInput;
}): Promise<{ id: string; name: string }> {
  requireAdmin(ctx.actor);
  const { name, description } = createGroupSchema.parse(input);
  return ctx.database.write(async (tx) => {
    if (await findGroup(tx, name)) throw invalidInput({ name: ["There is a group of this name."] });
    const id = newId();
    await tx
      .insert(groups)
      .values({ id, name, nameKey: groupNameKey(name), description, createdAt: nowIso(ctx.clock) });
    await recordAudit(tx, ctx, {
      verb: "group.create",
      objectType: "group",
      objectId: id,
      summary: `Created the group ${name}`,
    });
    return { id, name };
  });
}

type Rename = { groupId: string; name: string; description?: string };

/** For administrators. What the group may see stays as it is. */
export async function renameGroup({ ctx, input }: { ctx: AccessContext; input: Rename }): Promise<void> {
  requireAdmin(ctx.actor);
  const { groupId, name, description } = renameGroupSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const group = await getGroupRow(tx, groupId);
    const other = await findGroup(tx, name);
    if (other && other.pk !== group.pk) throw invalidInput({ name: ["There is a group of this name."] });
    const next = { name, nameKey: groupNameKey(name), description: description ?? group.description };
    await tx.update(groups).set(next).where(eq(groups.pk, group.pk));
    await recordAudit(tx, ctx, {
      verb: "group.rename",
      objectType: "group",
      objectId: group.id,
      summary: `Changed the group ${name}`,
      changes: { name: [group.name, name], description: [group.description, next.description] },
    });
  });
}

/** For administrators, with the name typed again: members lose what only this group let them see. */
export async function deleteGroup({
  ctx,
  input,
}: {
  ctx: AccessContext;
  input: { groupId: string; name: string };
}): Promise<void> {
  requireAdmin(ctx.actor);
  const { groupId, name } = deleteGroupSchema.parse(input);
  await ctx.database.write(async (tx) => {
    const group = await getGroupRow(tx, groupId);
    if (groupNameKey(name) !== group.nameKey) throw invalidInput({ name: [`Type "${group.name}" to delete it.`] });
    const [grants] = await tx
      .select({ count: sql<number>`count(*)` })
      .from(targetGrants)
      .where(sql`${targetGrants.principalKind} = 'group' AND ${targetGrants.principalPk} = ${group.pk}`);
    await tx.delete(groups).where(eq(groups.pk, group.pk));
    await recordAudit(tx, ctx, {
      verb: "group.delete",
      objectType: "group",
      objectId: group.id,
      summary: `Deleted the group ${group.name} with its grants on ${counted(grants?.count ?? 0, "target")}`,
    });
  });
}
