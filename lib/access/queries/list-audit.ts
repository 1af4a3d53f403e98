import { and, desc, eq, like, lt } from "drizzle-orm";
import type { ReadDb } from "@/db/client";
import { audit } from "@/db/schema/events";
import { invalidInput, TomError } from "@/lib/core/errors";
import type { VisibleScope } from "../scope";
import type { AuditEntryDto } from "../types";

export type ListAudit = {
  /** Only what this person did, by name. */
  actorName?: string | undefined;
  /** Only verbs of this domain: "user", "group", "target". */
  domain?: string | undefined;
  cursor?: string | undefined;
  /** 1 to 200. */
  limit?: number | undefined;
};

type Page = { items: (AuditEntryDto & { key: string })[]; nextCursor: string | null };

/** The trail of the whole installation, newest first. @throws FORBIDDEN for everyone but administrators. */
export async function listAudit(db: ReadDb, scope: VisibleScope, args: ListAudit = {}): Promise<Page> {
  if (scope.kind !== "all") throw new TomError("FORBIDDEN", "Only administrators may see the whole trail.");
  const limit = Math.min(200, Math.max(1, args.limit ?? 50));
  const rows = await db
    .select()
    .from(audit)
    .where(
      and(
        args.actorName ? eq(audit.actorName, args.actorName) : undefined,
        args.domain && /^[a-zA-Z]{1,40}$/.test(args.domain) ? like(audit.verb, `${args.domain}.%`) : undefined,
        args.cursor ? lt(audit.pk, positionOf(args.cursor)) : undefined,
      ),
    )
    .orderBy(desc(audit.pk))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ pk, requestId: _requestId, ...entry }) => ({ ...entry, key: cursorOf(pk) })),
    nextCursor: rows.length > limit && last ? cursorOf(last.pk) : null,
  };
}

const cursorOf = (pk: number): string => btoa(`audit:${pk}`).replaceAll("=", "");

function positionOf(cursor: string): number {
  try {
    const position = /^audit:(\d{1,15})$/.exec(atob(cursor))?.[1];
    if (position !== undefined) return Number(position);
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw invalidInput({ cursor: ["This is not a cursor of this list."] });
}
