import { eq, sql } from "drizzle-orm";
import * as z from "zod";
import { commentMentions, comments, targets } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireUser } from "@/lib/access/policy";
import { systemScope, visibleTo } from "@/lib/access/scope";
import { recordAudit } from "@/lib/audit/record";
import { nowIso } from "@/lib/core/clock";
import { notFound, TomError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { emit } from "@/lib/events/emit";
import { mentionedKeys } from "../mentions";
import { canDeleteComment, canEditComment } from "../policy";
import { getTargetKey } from "../queries/get-target";
import { readComment } from "../queries/list-comments";
import { readObjects } from "../queries/read-targets";
import { commentInput } from "../schema";
import type { CommentDto } from "../types";
import { parseInput } from "./parse-input";

/** A comment in Markdown, visible as the target is. Whoever sees the target may write one. @throws NOT_FOUND, UNAUTHENTICATED */
export async function addComment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { targetId: string; body: string };
}): Promise<CommentDto> {
  const user = requireUser(ctx.actor);
  const { body } = parseInput(commentInput, { body: input.body });
  return ctx.database.write(async (tx) => {
    const target = await getTargetKey(tx, ctx.scope, { id: input.targetId });
    const row = { id: newId(), targetPk: target.pk, authorPk: user.userPk, body, createdAt: nowIso(ctx.clock) };
    const [written] = await tx.insert(comments).values(row).returning({ pk: comments.pk });
    await writeMentions(tx, target.pk, written?.pk ?? -1, body);
    await recordComment(tx, ctx, "comment.create", row.id, target.id, "Wrote a comment");
    return emitComment(tx, ctx, { id: row.id, targetPk: target.pk, previous: null });
  });
}

/** Only by who wrote it. */
export async function editComment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; targetId?: string; body: string };
}): Promise<CommentDto> {
  requireUser(ctx.actor);
  const { body } = parseInput(commentInput, { body: input.body });
  return ctx.database.write(async (tx) => {
    const comment = await findOwn(tx, ctx, input);
    if (!canEditComment(ctx.actor, comment.authorPk)) {
      throw new TomError("FORBIDDEN", "A comment is changed by who wrote it.");
    }
    if (comment.body === body) return readComment(tx, input.id);
    await tx
      .update(comments)
      .set({ body, editedAt: nowIso(ctx.clock) })
      .where(eq(comments.pk, comment.pk));
    await tx.delete(commentMentions).where(eq(commentMentions.commentPk, comment.pk));
    await writeMentions(tx, comment.targetPk, comment.pk, body);
    await recordComment(tx, ctx, "comment.edit", input.id, comment.targetId, "Edited a comment");
    return emitComment(tx, ctx, { id: input.id, targetPk: comment.targetPk, previous: { body: comment.body } });
  });
}

/** By who wrote it, or an administrator. */
export async function deleteComment({
  ctx,
  input,
}: {
  ctx: Context;
  input: { id: string; targetId?: string };
}): Promise<void> {
  requireUser(ctx.actor);
  await ctx.database.write(async (tx) => {
    const comment = await findOwn(tx, ctx, input);
    if (!canDeleteComment(ctx.actor, comment.authorPk)) {
      throw new TomError("FORBIDDEN", "A comment is deleted by who wrote it, or an administrator.");
    }
    await tx.delete(comments).where(eq(comments.pk, comment.pk));
    await recordComment(tx, ctx, "comment.delete", input.id, comment.targetId, "Deleted a comment");
  });
}

type Saved = { id: string; targetPk: number; previous: { body: string } | null };

/** Tells of a comment that was just written, and answers it. */
async function emitComment(tx: Tx, ctx: Context, { id, targetPk, previous }: Saved): Promise<CommentDto> {
  const comment = await readComment(tx, id);
  const [target] = await readObjects(tx, systemScope("comment_post_save"), [targetPk]);
  if (target === undefined) throw notFound("target");
  await emit(tx, ctx, [
    {
      event: "comment_post_save",
      objectType: "comment",
      objectId: id,
      targetId: target.id,
      payload: { comment, target, created: previous === null, previous },
    },
  ]);
  return comment;
}

const recordComment = (
  tx: Tx,
  ctx: Context,
  verb: string,
  id: string,
  targetId: string,
  summary: string,
): Promise<void> => recordAudit(tx, ctx, { verb, objectType: "comment", objectId: id, targetId, summary });

const commentRow = z.object({
  pk: z.number(),
  targetPk: z.number(),
  targetId: z.string(),
  authorPk: z.number().nullable(),
  body: z.string(),
});

/** The comment, on a target that the actor sees (the named one, when one is named). @throws NOT_FOUND */
async function findOwn(
  tx: Tx,
  ctx: Context,
  { id, targetId }: { id: string; targetId?: string },
): Promise<z.infer<typeof commentRow>> {
  const [row] = await tx.all(sql`
    SELECT c.pk, c.target_pk AS "targetPk", t.id AS "targetId", c.author_pk AS "authorPk", c.body
    FROM comments c JOIN targets t ON t.pk = c.target_pk WHERE c.id = ${id}`);
  if (row === undefined) throw notFound("comment");
  const comment = commentRow.parse(row);
  const [seen] = await tx.all(
    sql`SELECT 1 FROM targets WHERE ${targets.pk} = ${comment.targetPk} AND ${visibleTo(ctx.scope)}`,
  );
  if (seen === undefined || (targetId !== undefined && targetId !== comment.targetId)) throw notFound("comment");
  return comment;
}

/** Mentions count for people who can see the target; the text says the name all the same. */
async function writeMentions(tx: Tx, targetPk: number, commentPk: number, body: string): Promise<void> {
  const keys = mentionedKeys(body);
  if (keys.length === 0) return;
  await tx.run(sql`INSERT INTO comment_mentions (comment_pk, user_pk)
    SELECT ${commentPk}, u.pk FROM users u JOIN targets t ON t.pk = ${targetPk}
    WHERE u.username_key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))
      AND u.disabled_at IS NULL AND u.is_service = 0
      AND (u.role = 'admin' OR t.visibility <> 'private' OR EXISTS (
        SELECT 1 FROM target_grants g WHERE g.target_pk = t.pk AND (
          (g.principal_kind = 'user' AND g.principal_pk = u.pk)
          OR (g.principal_kind = 'group' AND g.principal_pk IN (
            SELECT m.group_pk FROM memberships m WHERE m.user_pk = u.pk)))))`);
}
