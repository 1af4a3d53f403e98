import { notFound } from "next/navigation";
import * as z from "zod";
import { getGroup, listGroups } from "@/lib/access/queries/groups";
import { listAudit } from "@/lib/access/queries/list-audit";
import { getUser, listUsers } from "@/lib/access/queries/users";
import type { AuditEntryDto, GroupDetailDto, GroupDto, UserDto } from "@/lib/access/types";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Record<string, string | string[] | undefined>>;

/** Who looks at the page, as far as it matters to what the page offers. */
export type Reader = { userId: string; isAdmin: boolean };

const text = z.string().max(200).optional().catch(undefined);
const peopleSearch = z.object({ q: text, after: text });
const auditSearch = z.object({ by: text, what: text, before: text });

async function reader() {
  const ctx = await requirePageUser();
  const isAdmin = ctx.actor.role === "admin";
  return { ctx, db: ctx.database.read, reader: { userId: ctx.actor.userId, isAdmin } satisfies Reader };
}

type PeoplePage = { reader: Reader; q: string; after: string | null; items: UserDto[]; nextCursor: string | null };

export async function loadPeople(search: Search): Promise<PeoplePage> {
  const { ctx, db, reader: who } = await reader();
  const { q, after } = peopleSearch.parse(await search);
  const page = await listUsers(db, ctx.scope, { q, cursor: after, limit: 50 });
  return { reader: who, q: q ?? "", after: after ?? null, ...page };
}

export async function loadNewAccount(): Promise<{ groups: GroupDto[] }> {
  const { ctx, db, reader: who } = await reader();
  if (!who.isAdmin) notFound();
  return { groups: await listGroups(db, ctx.scope) };
}

export async function loadPerson(userId: string): Promise<{ reader: Reader; person: UserDto }> {
  const { ctx, db, reader: who } = await reader();
  return { reader: who, person: await orNotFound(getUser(db, ctx.scope, userId)) };
}

export async function loadGroups(): Promise<{ reader: Reader; groups: GroupDto[] }> {
  const { ctx, db, reader: who } = await reader();
  return { reader: who, groups: await listGroups(db, ctx.scope) };
}

export async function loadGroup(groupId: string): Promise<{ reader: Reader; group: GroupDetailDto }> {
  const { ctx, db, reader: who } = await reader();
  return { reader: who, group: await orNotFound(getGroup(db, ctx.scope, groupId)) };
}

type AuditPage = {
  by: string;
  what: string;
  before: string | null;
  items: (AuditEntryDto & { key: string })[];
  nextCursor: string | null;
};

export async function loadAudit(search: Search): Promise<AuditPage> {
  const { ctx, db } = await reader();
  const { by, what, before } = auditSearch.parse(await search);
  const args = { actorName: by, domain: what, cursor: before, limit: 100 };
  return {
    by: by ?? "",
    what: what ?? "",
    before: before ?? null,
    ...(await orNotFound(listAudit(db, ctx.scope, args))),
  };
}
