import { isTomError } from "@/lib/core/errors";
import { getMail, listMails } from "@/lib/mail/queries/list-mails";
import { mailFilterSchema } from "@/lib/mail/schema";
import { orFirstPage } from "@/lib/web/first-page";
import { orNotFound } from "@/lib/web/or-not-found";
import { services } from "@/lib/web/services";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Record<string, string | string[] | undefined>>;

const mailsPerPage = 50;
const textOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === "string" ? value : undefined;

/** The list, and the mail that is opened in it, if the address names one. */
export async function loadMails(searchParams: Search) {
  const [ctx, search] = [await requirePageUser(), await searchParams];
  const state = mailFilterSchema.shape.state.safeParse(search.state).data;
  const cursor = textOf(search.cursor);
  const read = (from: string | undefined) =>
    listMails(ctx.database.read, ctx.scope, { state, limit: mailsPerPage, cursor: from });
  const page = await orNotFound(orFirstPage(cursor, read));
  const id = textOf(search.mail);
  const opened = id === undefined ? null : await getMail(ctx.database.read, ctx.scope, id).catch(orNull);
  return { page, state, cursor, opened, configured: services().env.smtpUrl !== undefined, now: ctx.clock.now() };
}

function orNull(error: unknown): null {
  if (isTomError(error) && error.code === "NOT_FOUND") return null;
  throw error;
}
