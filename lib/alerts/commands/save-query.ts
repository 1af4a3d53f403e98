import { eq, sql } from "drizzle-orm";
import type * as z from "zod";
import { brokerQueries } from "@/db/schema/alerts";
import { groups, memberships } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { ownedChangeableBy, ownedVisibleTo } from "@/lib/access/owned-scope";
import { recordAudit } from "@/lib/audit/record";
import type { BrokerRegistry } from "@/lib/brokers/registry";
import { isAdmin, type UserActor } from "@/lib/core/actor";
import { nowIso } from "@/lib/core/clock";
import { type FieldErrors, invalidInput, isTomError, notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { createQuerySchema, updateQuerySchema } from "../schema";
import { groupOfOwner } from "./group-of-owner";
import { nextRunAfter } from "./schedule-state";
import { nextRule } from "./set-rule";

type Call<T> = { ctx: Context; brokers: BrokerRegistry; input: T };

export function requireUser(ctx: Context): UserActor {
  if (ctx.actor.kind !== "user") throw new TomError("UNAUTHENTICATED", "Please sign in.");
  return ctx.actor;
}

/** Saves a query after the broker's own form has accepted its parameters. */
export async function createQuery({
  ctx,
  brokers,
  input,
}: Call<z.input<typeof createQuerySchema>>): Promise<{ id: string }> {
  const actor = requireUser(ctx);
  const given = createQuerySchema.parse(input);
  const broker = brokers.get(given.brokerId);
  if (broker.state === "retired")
    throw invalidInput({ brokerId: [broker.manifest.retired ?? "This broker is retired."] });
  const asked = parametersFor(brokers, broker.id, given.parameters);
  const id = newId();
  const at = nowIso(ctx.clock);
  await ctx.database.write(async (tx) => {
    const groupPk = await usableGroup(tx, ctx, given.groupId);
    const { schedule, schedulePaused } = given;
    await tx.insert(brokerQueries).values({
      id,
      name: given.name,
      brokerId: broker.id,
      ...asked,
      ownerPk: actor.userPk,
      groupPk,
      schedule,
      schedulePaused,
      ...(await nextRule(tx, ctx, null, { rule: given.rule })),
      nextRunAt: nextRunAfter({ schedule, schedulePaused }, ctx.clock.now()),
      createdAt: at,
      updatedAt: at,
    });
    await recordAudit(tx, ctx, {
      verb: "query.create",
      objectType: "query",
      objectId: id,
      summary: `Created the query ${given.name}`,
    });
  });
  return { id };
}

function requireVersion(query: { version: number }, version: number | undefined): void {
  if (version === undefined || version === query.version) return;
  throw new TomError("CONFLICT", "Somebody else changed this query meanwhile. Reload to see what it is now.", {
    detail: { stale: true },
  });
}

/** Changes what is named. Whatever an edit changes, the schedule starts afresh: failures and marks are forgotten. */
export async function updateQuery({
  ctx,
  brokers,
  input,
}: Call<z.input<typeof updateQuerySchema>>): Promise<{ id: string }> {
  const given = updateQuerySchema.parse(input);
  await ctx.database.write(async (tx) => {
    const query = await changeableQuery(tx, ctx, given.id);
    requireVersion(query, given.version);
    const asked: Partial<Asked> =
      given.parameters === undefined ? {} : parametersFor(brokers, query.brokerId, given.parameters);
    const schedule = given.schedule === undefined ? query.schedule : given.schedule;
    const schedulePaused = given.schedulePaused ?? query.schedulePaused;
    const ruled = await nextRule(tx, ctx, query, { rule: given.rule, parameters: asked.parameters });
    const groupPk = await nextGroup(tx, ctx, query, given.groupId);
    await tx
      .update(brokerQueries)
      .set({
        ...asked,
        name: given.name ?? query.name,
        groupPk,
        schedule,
        schedulePaused,
        ...ruled,
        nextRunAt: nextRunAfter({ schedule, schedulePaused }, ctx.clock.now()),
        failureCount: 0,
        needsLook: null,
        version: query.version + 1,
        updatedAt: nowIso(ctx.clock),
      })
      .where(eq(brokerQueries.pk, query.pk));
    await recordAudit(tx, ctx, {
      verb: "query.update",
      objectType: "query",
      objectId: query.id,
      summary: `Changed the query ${given.name ?? query.name}${ruleNote(query, ruled)}`,
    });
  });
  return { id: given.id };
}

const ruleNote = (before: { ruleAuthorPk: number | null }, after: { ruleAuthorPk: number | null }): string =>
  after.ruleAuthorPk === null || after.ruleAuthorPk === before.ruleAuthorPk ? "" : "; its rule acts in this name now";

/** Deletes a query; its runs stay, frozen, for those who saw them. */
type Deletion = { ctx: Context; input: { id: string; version?: number | undefined } };

/** Its runs stay. @throws NOT_FOUND, FORBIDDEN, CONFLICT (stale version) */
export async function deleteQuery({ ctx, input }: Deletion): Promise<{ id: string }> {
  await ctx.database.write(async (tx) => {
    const query = await changeableQuery(tx, ctx, input.id);
    requireVersion(query, input.version);
    await tx.delete(brokerQueries).where(eq(brokerQueries.pk, query.pk));
    await recordAudit(tx, ctx, {
      verb: "query.delete",
      objectType: "query",
      objectId: query.id,
      summary: `Deleted the query ${query.name}`,
    });
  });
  return { id: input.id };
}

export async function duplicateQuery({ ctx, input }: { ctx: Context; input: { id: string } }): Promise<{ id: string }> {
  const actor = requireUser(ctx);
  const id = newId();
  const at = nowIso(ctx.clock);
  await ctx.database.write(async (tx) => {
    const query = await visibleQuery(tx, ctx, input.id);
    const { pk: _pk, ...copy } = query;
    const name = `${query.name} (copy)`.slice(0, 120);
    // The copy is private to its maker until she says otherwise.
    await tx.insert(brokerQueries).values({
      ...copy,
      id,
      name,
      version: 1,
      ownerPk: actor.userPk,
      groupPk: null,
      // Two of one schedule are seldom wanted, and the rule acts in the name of whoever set it.
      schedulePaused: query.schedule !== null,
      nextRunAt: null,
      failureCount: 0,
      needsLook: null,
      rule: null,
      ruleAuthorPk: null,
      createdAt: at,
      updatedAt: at,
      lastRunAt: null,
    });
    await recordAudit(tx, ctx, {
      verb: "query.create",
      objectType: "query",
      objectId: id,
      summary: `Duplicated the query ${query.name}`,
    });
  });
  return { id };
}

type Stored = typeof brokerQueries.$inferSelect;

export async function visibleQuery(tx: Pick<Tx, "select">, ctx: Context, id: string): Promise<Stored> {
  const [query] = await tx
    .select()
    .from(brokerQueries)
    .where(sql`${brokerQueries.id} = ${id} AND ${ownedVisibleTo(brokerQueries, ctx.scope)}`);
  if (!query) throw notFound("query");
  return query;
}

async function changeableQuery(tx: Tx, ctx: Context, id: string): Promise<Stored> {
  const query = await visibleQuery(tx, ctx, id);
  const [mine] = await tx
    .select({ pk: brokerQueries.pk })
    .from(brokerQueries)
    .where(sql`${brokerQueries.pk} = ${query.pk} AND ${ownedChangeableBy(brokerQueries, ctx.scope)}`);
  if (!mine)
    throw new TomError(
      "FORBIDDEN",
      "You may see and run this query, but only its owner, a manager of its group or an administrator may change it.",
    );
  return query;
}

/** Only a group one belongs to can be given a query; of others one is not told whether they exist. */
async function usableGroup(tx: Tx, ctx: Context, groupId: string | null): Promise<number | null> {
  if (groupId === null) return null;
  const member = isAdmin(ctx.actor)
    ? sql`1 = 1`
    : sql`${groups.pk} IN (SELECT ${memberships.groupPk} FROM ${memberships} WHERE ${memberships.userPk} = ${requireUser(ctx).userPk})`;
  const [group] = await tx.select({ pk: groups.pk }).from(groups).where(sql`${groups.id} = ${groupId} AND ${member}`);
  if (!group) throw invalidInput({ groupId: ["You do not belong to such a group."] });
  return group.pk;
}

/** The group of a query after an edit. Its owner too has to belong to it; one that she has left is not kept. */
async function nextGroup(tx: Tx, ctx: Context, query: Stored, groupId: string | null | undefined) {
  if (groupId === undefined) return groupOfOwner(tx, query);
  const groupPk = await usableGroup(tx, ctx, groupId);
  if ((await groupOfOwner(tx, { ownerPk: query.ownerPk, groupPk })) === groupPk) return groupPk;
  throw invalidInput({ groupId: ["The query's owner does not belong to this group, and it runs with her rights."] });
}

type Asked = ReturnType<typeof parametersFor>;

function parametersFor(brokers: BrokerRegistry, brokerId: string, given: Record<string, unknown>) {
  const broker = brokers.get(brokerId);
  const parameters = underParameters(() => broker.parseParameters(given));
  return { parameters, schemaVersion: broker.queryForm.schemaVersion };
}

/** The broker's form speaks of its own fields; in our forms they stand under `parameters`. */
function underParameters<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!isTomError(error) || !error.fieldErrors) throw error;
    const fieldErrors: FieldErrors = {};
    for (const [field, texts] of Object.entries(error.fieldErrors))
      fieldErrors[field === "" ? "parameters" : `parameters.${field}`] = texts;
    throw invalidInput(fieldErrors);
  }
}
