import * as z from "zod";
import { getImport, listPhotometryVerdicts, listVerdicts, type TargetImport } from "@/lib/imports/queries/get-import";
import {
  type PhotometryVerdict,
  photometryVerdictKinds,
  type RowVerdict,
  type VerdictKind,
  verdictKinds,
} from "@/lib/imports/schema";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

type PageOf<Row extends { verdict: string }> = {
  verdict: Row["verdict"] | null;
  /** Row behind which this page of verdicts begins; null for the first. */
  afterRow: number | null;
  items: readonly Row[];
  nextCursor: string | null;
};

export type ImportPage = TargetImport &
  (({ of: "targets" } & PageOf<RowVerdict>) | ({ of: "photometry" } & PageOf<PhotometryVerdict>));

const pageSize = 100;

const search = z.object({
  of: z.enum(["targets", "photometry"]).catch("targets"),
  verdict: z.string().catch(""),
  after: z.coerce.number().int().positive().nullable().catch(null),
});

const oneOf = <Kind extends VerdictKind | PhotometryVerdict["verdict"]>(kinds: readonly Kind[], word: string) =>
  kinds.find((kind) => kind === word) ?? null;

/** An import and a page of its verdicts; "not found" for everybody but its owner and administrators. */
export async function loadImport(id: string, given: Search): Promise<ImportPage> {
  const ctx = await requirePageUser();
  const { of, verdict: word, after } = search.parse(await given);
  const { read } = ctx.database;
  const record = await orNotFound(getImport(read, ctx.scope, id));
  const args = { jobId: id, afterRow: after ?? undefined, limit: pageSize };
  if (of === "photometry" && record.photometry !== null) {
    const verdict = oneOf(photometryVerdictKinds, word);
    const page = await listPhotometryVerdicts(read, ctx.scope, { ...args, verdict: verdict ?? undefined });
    return { ...record, ...page, of, verdict, afterRow: after };
  }
  const verdict = oneOf(verdictKinds, word);
  const page = await listVerdicts(read, ctx.scope, { ...args, verdict: verdict ?? undefined });
  return { ...record, ...page, of: "targets", verdict, afterRow: after };
}
