import type * as z from "zod";
import { targetImports } from "@/db/schema/imports";
import type { Tx } from "@/db/write";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { counted } from "@/lib/core/counted";
import { TomError } from "@/lib/core/errors";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { usableGroups } from "@/lib/targets/commands/group-grants";
import { parseInput } from "@/lib/targets/commands/parse-input";
import { importTargets } from "../jobs/import-targets";
import { createJudge, type NameBook } from "../reading/judge";
import { judgePhotometry, surveyPhotometry } from "../reading/judge-photometry";
import { countKeptFiles, storeText } from "../reading/pieces";
import { decodeText } from "../reading/read-csv";
import { readFile, surveyFile } from "../reading/read-file";
import {
  addPhotometryVerdict,
  addVerdict,
  type checkedPhotometry,
  type ImportCounts,
  type ImportOptions,
  importOptions,
  noCounts,
  noPhotometry,
  type PhotometryVerdict,
  type RowVerdict,
} from "../schema";

/** A file as it came: its name says nothing about what it holds. */
export type GivenFile = { name: string; bytes: Uint8Array };

type ImportInput = {
  file: GivenFile;
  /** Measurements of these targets, or of others that she may change. */
  photometry?: GivenFile | undefined;
  visibility?: string | undefined;
  groups?: readonly string[] | undefined;
  /** Of the times in the photometry. */
  timeScale?: string | undefined;
};

const optionsOf = ({ visibility, groups, timeScale }: ImportInput) =>
  parseInput(importOptions, { visibility, groups: [...(groups ?? [])], timeScale } as never);

type CheckedPhotometry = z.output<typeof checkedPhotometry>;

export type ImportCheck = {
  warnings: string[];
  counts: ImportCounts;
  verdicts: RowVerdict[];
  photometry: CheckedPhotometry | null;
};

/**
 * What an import of this file would do, row by row; nothing is written.
 * @throws INVALID_INPUT on `file`, `photometry`, `groups`, `visibility`, `timeScale`
 */
export async function checkImport({ ctx, input }: { ctx: Context; input: ImportInput }): Promise<ImportCheck> {
  requireWriter(ctx.actor);
  const options = optionsOf(input);
  const text = decodeText(input.file.bytes, "file");
  await surveyFile(ctx, text);
  const file = await readFile(ctx, text, options);
  const light = await surveyLight(input.photometry, options);
  let counts = noCounts;
  const verdicts: RowVerdict[] = [];
  const book: NameBook = new Map();
  const judge = createJudge(ctx, light === null ? undefined : book);
  for await (const part of file.parts) {
    for (const { verdict } of await judge(ctx.database.read, part)) {
      counts = addVerdict(counts, verdict);
      verdicts.push(verdict);
    }
  }
  const photometry = light === null ? null : await checkPhotometry(ctx, light.text, { options, book });
  return { warnings: file.warnings, counts, verdicts, photometry };
}

async function checkPhotometry(
  ctx: Context,
  text: string,
  given: { options: ImportOptions; book: NameBook },
): Promise<CheckedPhotometry> {
  const { warnings, parts } = await judgePhotometry(ctx, text, given);
  const verdicts: PhotometryVerdict[] = [];
  for await (const part of parts) for (const { verdict } of part) verdicts.push(verdict);
  return { warnings, counts: verdicts.reduce(addPhotometryVerdict, noPhotometry), verdicts };
}

const fileNameMax = 200;

const nameOf = ({ name }: GivenFile, otherwise: string): string =>
  name.replace(/\p{C}/gu, "").slice(-fileNameMax) || otherwise;

async function surveyLight(given: GivenFile | undefined, options: ImportOptions) {
  if (!given) return null;
  const text = decodeText(given.bytes, "photometry");
  const { warnings, rowCount } = await surveyPhotometry(text, options);
  return { name: nameOf(given, "photometry.csv"), text, warnings, counts: { ...noPhotometry, total: rowCount } };
}

/** Files of one person that lie in the database at once: each is up to 64 MB of it, and the others wait behind them. */
const filesKeptMax = 10;

async function refuseTooMany(tx: Tx, { actor }: Context): Promise<void> {
  if (actor.kind !== "user" || (await countKeptFiles(tx, actor.userPk)) < filesKeptMax) return;
  const message = `${filesKeptMax} of your imports wait or were just broken off: start another when one of them is done.`;
  throw new TomError("LIMIT_EXCEEDED", message, { retryAfterS: 60 });
}

/** Starts the import of a file as a job; what became of each row is kept with it. @throws INVALID_INPUT as `checkImport`, LIMIT_EXCEEDED */
export async function startImport({ ctx, input }: { ctx: Context; input: ImportInput }): Promise<{ jobId: string }> {
  requireWriter(ctx.actor);
  const options = optionsOf(input);
  await usableGroups(ctx.database.read, ctx, options.groups);
  const text = decodeText(input.file.bytes, "file");
  const { warnings, rowCount } = await surveyFile(ctx, text);
  const light = await surveyLight(input.photometry, options);
  const fileName = nameOf(input.file, "targets.csv");
  const jobId = await ctx.database.write(async (tx) => {
    await refuseTooMany(tx, ctx);
    const id = await enqueueJob(tx, ctx, importTargets, {});
    const counts: ImportCounts = { ...noCounts, total: rowCount };
    const about = { fileName, options, warnings: [...warnings, ...(light?.warnings ?? [])], counts };
    const beside = light && { photometryName: light.name, photometryCounts: light.counts };
    await tx.insert(targetImports).values({ jobId: id, ...about, ...beside });
    await storeText(tx, id, "file", text);
    if (light) await storeText(tx, id, "photometry", light.text);
    const summary = `Started the import of ${counted(rowCount, "row")}`;
    await recordAudit(tx, ctx, { verb: "target.import", objectType: "import", objectId: id, summary });
    return id;
  });
  return { jobId };
}
