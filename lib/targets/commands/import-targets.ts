import { targetImports } from "@/db/schema/imports";
import type { Context } from "@/lib/access/context";
import { requireWriter } from "@/lib/access/policy";
import { recordAudit } from "@/lib/audit/record";
import { enqueueJob } from "@/lib/jobs/enqueue";
import { createJudge } from "../import/judge";
import { storeText } from "../import/pieces";
import { decodeText } from "../import/read-csv";
import { readFile, surveyFile } from "../import/read-file";
import { addVerdict, type ImportCounts, importOptions, noCounts, type RowVerdict } from "../import-schema";
import { importTargets } from "../jobs/import-targets";
import { usableGroups } from "./group-grants";
import { parseInput } from "./parse-input";

/** A file as it came: its name says nothing about what it holds. */
export type GivenFile = { name: string; bytes: Uint8Array };

type ImportInput = { file: GivenFile; visibility?: string | undefined; groups?: readonly string[] | undefined };

const optionsOf = ({ visibility, groups }: ImportInput) =>
  parseInput(importOptions, { visibility, groups: [...(groups ?? [])] } as never);

export type ImportCheck = { warnings: string[]; counts: ImportCounts; verdicts: RowVerdict[] };

/** What an import of this file would do, row by row; nothing is written. @throws INVALID_INPUT on `file`, `groups`, `visibility` */
export async function checkImport({ ctx, input }: { ctx: Context; input: ImportInput }): Promise<ImportCheck> {
  requireWriter(ctx.actor);
  const file = await readFile(ctx, decodeText(input.file.bytes, "file"), optionsOf(input));
  let counts = noCounts;
  const verdicts: RowVerdict[] = [];
  const judge = createJudge(ctx);
  for await (const part of file.parts) {
    for (const { verdict } of await judge(ctx.database.read, part)) {
      counts = addVerdict(counts, verdict);
      verdicts.push(verdict);
    }
  }
  return { warnings: file.warnings, counts, verdicts };
}

const fileNameMax = 200;

/** Starts the import of a file as a job; what became of each row is kept with it. @throws INVALID_INPUT as `checkImport` */
export async function startImport({ ctx, input }: { ctx: Context; input: ImportInput }): Promise<{ jobId: string }> {
  requireWriter(ctx.actor);
  const options = optionsOf(input);
  await usableGroups(ctx.database.read, ctx, options.groups);
  const text = decodeText(input.file.bytes, "file");
  const { warnings, rowCount } = await surveyFile(ctx, text);
  const fileName = input.file.name.replace(/\p{C}/gu, "").slice(-fileNameMax) || "targets.csv";
  const jobId = await ctx.database.write(async (tx) => {
    const id = await enqueueJob(tx, ctx, importTargets, {});
    const counts: ImportCounts = { ...noCounts, total: rowCount };
    await tx.insert(targetImports).values({ jobId: id, fileName, options, warnings, counts });
    await storeText(tx, id, "file", text);
    const summary = `Started the import of ${rowCount} rows`;
    await recordAudit(tx, ctx, { verb: "target.import", objectType: "import", objectId: id, summary });
    return id;
  });
  return { jobId };
}
