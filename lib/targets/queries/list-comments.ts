import { type SQL, sql } from "drizzle-orm";
import * as z from "zod";
import { targets } from "@/db/schema/targets";
import { type VisibleScope, visibleTo } from "@/lib/access/scope";
import { invalidInput, notFound } from "@/lib/core/errors";
import { readRowCursor, writeRowCursor } from "@/lib/core/row-cursor";
import type { CommentDto, Mention } from "../types";
import { getTargetKey } from "./get-target";
import type { Page } from "./list-targets";
import type { Reader } from "./read-targets";

const commentRow = z.object({
  pk: z.number(),
  id: z.string(),
  author: z.string().nullable(),
  body: z.string(),
  createdAt: z.string(),
  editedAt: z.string().nullable(),
  mentions: z.string(),
});

const fields = sql`c.pk, c.id, u.username AS author, c.body, c.created_at AS "createdAt", c.edited_at AS "editedAt",
  (SELECT json_group_array(mu.username) FROM comment_mentions cm JOIN users mu ON mu.pk = cm.user_pk
    WHERE cm.comment_pk = c.pk) AS mentions`;

function toComment(row: unknown): { pk: number; comment: CommentDto } {
  const { pk, mentions, ...comment } = commentRow.parse(row);
  return { pk, comment: { ...comment, mentions: z.array(z.string()).parse(JSON.parse(mentions)) } };
}

/** The comments of a target, newest first. @throws NOT_FOUND */
export async function listComments(
  db: Reader,
  scope: VisibleScope,
  args: { targetId: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<CommentDto>> {
  const { pk } = await getTargetKey(db, scope, { id: args.targetId });
  return commentPage(
    db,
    args,
    (before) => sql`
    SELECT ${fields} FROM comments c LEFT JOIN users u ON u.pk = c.author_pk
    WHERE c.target_pk = ${pk} AND c.pk < ${before} ORDER BY c.pk DESC`,
  );
}

async function commentPage(
  db: Reader,
  args: { cursor?: string | undefined; limit?: number | undefined },
  select: (before: number) => SQL,
): Promise<Page<CommentDto>> {
  const limit = args.limit ?? 50;
  const before = args.cursor === undefined ? Number.MAX_SAFE_INTEGER : readRowCursor(args.cursor);
  if (before === null) throw invalidInput({ cursor: ["The cursor is not one of ours"] });
  const rows = (await db.all(sql`${select(before)} LIMIT ${limit + 1}`)).map(toComment);
  const last = rows.slice(0, limit).at(-1);
  return {
    items: rows.slice(0, limit).map(({ comment }) => comment),
    nextCursor: rows.length > limit && last ? writeRowCursor(last.pk) : null,
  };
}

const mentionRow = z.object({ targetId: z.string(), targetName: z.string() });

/** The newest comments that mention the reader, on targets that she still sees. */
export async function listMentions(
  db: Reader,
  scope: VisibleScope,
  args: { userPk: number; limit?: number },
): Promise<Mention[]> {
  const rows = await db.all(sql`
    SELECT ${fields}, ${targets.id} AS "targetId", ${targets.name} AS "targetName"
    FROM comment_mentions me CROSS JOIN comments c ON c.pk = me.comment_pk
      CROSS JOIN targets ON ${targets.pk} = c.target_pk LEFT JOIN users u ON u.pk = c.author_pk
    WHERE me.user_pk = ${args.userPk} AND ${visibleTo(scope)}
    ORDER BY me.comment_pk DESC LIMIT ${args.limit ?? 10}`);
  return rows.map((row) => {
    const { targetId, targetName } = mentionRow.parse(row);
    return { ...toComment(row).comment, target: { id: targetId, name: targetName } };
  });
}

/** One comment, for its writer, whose rights were looked at. */
export async function readComment(db: Reader, id: string): Promise<CommentDto> {
  const [row] = await db.all(sql`
    SELECT ${fields} FROM comments c LEFT JOIN users u ON u.pk = c.author_pk WHERE c.id = ${id}`);
  if (row === undefined) throw notFound("comment");
  return toComment(row).comment;
}
