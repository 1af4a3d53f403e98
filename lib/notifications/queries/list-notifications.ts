import { and, eq, isNull } from "drizzle-orm";
import { alongRows } from "@/db/along-rows";
import type { ReadDb } from "@/db/client";
import { notifications } from "@/db/schema/notifications";
import { users } from "@/db/schema/people";
import type { VisibleScope } from "@/lib/access/scope";
import { invalidInput } from "@/lib/core/errors";
import type { NotificationPage } from "../types";

type Filter = { unread?: boolean | undefined };

const columns = {
  id: notifications.id,
  kind: notifications.kind,
  title: notifications.title,
  body: notifications.body,
  href: notifications.href,
  createdAt: notifications.createdAt,
  readAt: notifications.readAt,
};

/** One's own, whatever else one may see. */
const own = (scope: VisibleScope, { unread }: Filter = {}) =>
  and(eq(notifications.userPk, scope.userPk ?? -1), unread ? isNull(notifications.readAt) : undefined);

/** The reader's own, newest first. @throws INVALID_INPUT for a cursor that is not hers */
export async function listNotifications(
  db: ReadDb,
  scope: VisibleScope,
  args: Filter & { limit: number; cursor?: string | undefined; sort?: string | undefined },
): Promise<NotificationPage> {
  const { behind, order } = alongRows(notifications.pk, args.sort, await pkOfCursor(db, scope, args.cursor));
  const rows = await db
    .select(columns)
    .from(notifications)
    .where(and(own(scope, args), behind))
    .orderBy(order)
    .limit(args.limit + 1);
  const items = rows.slice(0, args.limit);
  return { items, nextCursor: rows.length > args.limit ? (items.at(-1)?.id ?? null) : null };
}

export const countNotifications = (db: ReadDb, scope: VisibleScope, filter: Filter): Promise<number> =>
  db.$count(notifications, own(scope, filter));

/** Whether the reader gets her notifications by mail, and where they would go. */
export async function findMailChoice(
  db: ReadDb,
  scope: VisibleScope,
): Promise<{ mail: boolean; email: string | null } | null> {
  const [row] = await db
    .select({ mail: users.mailNotifications, email: users.email })
    .from(users)
    .where(eq(users.pk, scope.userPk ?? -1));
  return row ?? null;
}

async function pkOfCursor(db: ReadDb, scope: VisibleScope, cursor: string | undefined): Promise<number | null> {
  if (cursor === undefined) return null;
  const [row] = await db
    .select({ pk: notifications.pk })
    .from(notifications)
    .where(and(eq(notifications.id, cursor), own(scope)));
  if (!row) throw invalidInput({ cursor: ["This cursor is not known."] });
  return row.pk;
}
