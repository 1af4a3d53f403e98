import { after } from "next/server";
import { markRead } from "@/lib/notifications/commands/mark-read";
import { findMailChoice, listNotifications } from "@/lib/notifications/queries/list-notifications";
import { orFirstPage } from "@/lib/web/first-page";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Record<string, string | string[] | undefined>>;

const perPage = 50;

/** What the person was told of. Shown is read, from the next page on. */
export async function loadNotifications(searchParams: Search) {
  const [ctx, search] = [await requirePageUser(), await searchParams];
  const cursor = typeof search.cursor === "string" ? search.cursor : undefined;
  const { database, scope } = ctx;
  const read = (from: string | undefined) => listNotifications(database.read, scope, { limit: perPage, cursor: from });
  const page = await orFirstPage(cursor, read);
  const unread = page.items.filter((item) => item.readAt === null).map((item) => item.id);
  if (unread.length > 0) {
    after(() =>
      markRead({ ctx, input: { ids: unread } }).catch((error: unknown) =>
        ctx.logger.warn({ err: error }, "A look at the notifications could not be noted"),
      ),
    );
  }
  const choice = (await findMailChoice(database.read, scope)) ?? { mail: false, email: null };
  return { page, cursor, choice, now: ctx.clock.now() };
}
