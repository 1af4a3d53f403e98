import { sql } from "drizzle-orm";
import * as z from "zod";
import { alongRows } from "@/db/along-rows";
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

/** The comments of a target, newest first unless sorted otherwise. @throws NOT_FOUND */
export async function listComments(
  db: Reader,
  scope: VisibleScope,
  args: { targetId: string; cursor?: string | undefined; limit?: number | undefined; sort?: string | undefined },
): Promise<Page<CommentDto>> {
  const { pk } = await getTargetKey(db, scope, { id: args.targetId });
  const limit = args.limit ?? 50;
  const from = args.cursor === undefined ? null : readRowCursor(args.cursor);
  if (args.cursor !== undefined && from === null) throw invalidInput({ cursor: ["The cursor is not one of ours"] });
  const { behind, order } = alongRows(sql`c.pk`, args.sort, from);
  const found = await db.all(sql`
    SELECT ${fields} FROM comments c LEFT JOIN users u ON u.pk = c.author_pk
    WHERE c.target_pk = ${pk} AND ${behind} ORDER BY ${order} LIMIT ${limit + 1}`);
  const rows = found.map(toComment);
  const last = rows.slice(0, limit).at(-1);
  return {
    items: rows.slice(0, limit).map(({ comment }) => comment),
    nextCursor: rows.length > limit && last ? writeRowCursor(last.pk) : null,
  };
}

const countRow = z.object({ n: z.number() });

/** How many comments a target has. @throws NOT_FOUND */
export async function countComments(db: Reader, scope: VisibleScope, targetId: string): Promise<number> {
  const { pk } = await getTargetKey(db, scope, { id: targetId });
  const [row] = await db.all(sql`SELECT count(*) AS n FROM comments c WHERE c.target_pk = ${pk}`);
  return countRow.parse(row).n;
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
