import * as z from "zod";
import { getImport, listPhotometryVerdicts, listVerdicts, type TargetImport } from "@/lib/imports/queries/get-import";
import {
  type PhotometryVerdict,
  photometryVerdictKinds,
  type RowVerdict,
  type VerdictKind,
  verdictKinds,
} from "@/lib/imports/schema";
import { orFirstPage } from "@/lib/web/first-page";
import { orNotFound } from "@/lib/web/or-not-found";
import { requirePageUser } from "@/lib/web/session";

export type Search = Promise<Readonly<Record<string, string | string[] | undefined>>>;

type PageOf<Row extends { verdict: string }> = {
  verdict: Row["verdict"] | null;
  /** Where this page of verdicts begins; null for the first. */
  cursor: string | null;
  items: readonly Row[];
  nextCursor: string | null;
  /** Rows on all pages. */
  total: number;
};

export type ImportPage = TargetImport &
  (({ of: "targets" } & PageOf<RowVerdict>) | ({ of: "photometry" } & PageOf<PhotometryVerdict>));

const pageSize = 100;

const search = z.object({
  of: z.enum(["targets", "photometry"]).catch("targets"),
  verdict: z.string().catch(""),
  cursor: z.string().nullable().catch(null),
});

const oneOf = <Kind extends VerdictKind | PhotometryVerdict["verdict"]>(kinds: readonly Kind[], word: string) =>
  kinds.find((kind) => kind === word) ?? null;

/** An import and a page of its verdicts; "not found" for everybody but its owner and administrators. */
export async function loadImport(id: string, given: Search): Promise<ImportPage> {
  const ctx = await requirePageUser();
  const { of, verdict: word, cursor } = search.parse(await given);
  const { read } = ctx.database;
  const record = await orNotFound(getImport(read, ctx.scope, id));
  const args = { jobId: id, limit: pageSize };
  if (of === "photometry" && record.photometry !== null) {
    const verdict = oneOf(photometryVerdictKinds, word);
    const page = await orFirstPage(cursor, (from) =>
      listPhotometryVerdicts(read, ctx.scope, { ...args, verdict: verdict ?? undefined, cursor: from }),
    );
    return { ...record, ...page, of, verdict, cursor };
  }
  const verdict = oneOf(verdictKinds, word);
  const page = await orFirstPage(cursor, (from) =>
    listVerdicts(read, ctx.scope, { ...args, verdict: verdict ?? undefined, cursor: from }),
  );
  return { ...record, ...page, of: "targets", verdict, cursor };
}
