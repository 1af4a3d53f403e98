import * as z from "zod";
import { type RowVerdict, type VerdictKind, verdictKinds } from "@/lib/targets/import-schema";
import { getImport, listVerdicts, type TargetImport } from "@/lib/targets/queries/get-import";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

export type ImportPage = TargetImport & {
  verdict: VerdictKind | null;
  /** Row behind which this page of verdicts begins; null for the first. */
  afterRow: number | null;
  items: readonly RowVerdict[];
  nextCursor: string | null;
};

const pageSize = 100;

const search = z.object({
  verdict: z.enum(verdictKinds).nullable().catch(null),
  after: z.coerce.number().int().positive().nullable().catch(null),
});

/** An import and a page of its verdicts; "not found" for everybody but its owner and administrators. */
export async function loadImport(id: string, given: Search): Promise<ImportPage> {
  const ctx = await requirePageUser();
  const { verdict, after } = search.parse(await given);
  const { read } = ctx.database;
  const record = await orNotFound(getImport(read, ctx.scope, id));
  const page = await listVerdicts(read, ctx.scope, {
    jobId: id,
    verdict: verdict ?? undefined,
    afterRow: after ?? undefined,
    limit: pageSize,
  });
  return { ...record, ...page, verdict, afterRow: after };
}
