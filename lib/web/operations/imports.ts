import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import * as z from "zod";
import { findUserByName } from "@/lib/access/commands/find-rows";
import type { Context } from "@/lib/access/context";
import { groupNameKey } from "@/lib/access/names";
import { invalidInput, isTomError, TomError } from "@/lib/core/errors";
import { checkImport, type GivenFile, startImport } from "@/lib/imports/commands/import-targets";
import { importTargetsJob } from "@/lib/imports/jobs/import-targets";
import { importBytesMax } from "@/lib/imports/schema";
import { getJob } from "@/lib/jobs/queries";
import { workHere } from "@/lib/jobs/work-here";
import { listUsableGroups } from "@/lib/targets/commands/group-grants";
import { defineOperation } from "./define-operation";
import { inNameOf } from "./in-name-of";

const path = z.string().min(1).max(4096);

/** The person in whose name it is done; without one, the house. */
async function actingAs(ctx: Context, username: string | undefined): Promise<Context> {
  if (username === undefined) return ctx;
  const user = await findUserByName(ctx.database.read, username);
  if (!user || user.disabledAt !== null) throw invalidInput({ as: [`There is no active account "${username}"`] });
  return inNameOf(ctx, user);
}

async function idsOfGroups(ctx: Context, names: readonly string[]): Promise<string[]> {
  const usable = await listUsableGroups(ctx.database.read, ctx);
  return names.map((name) => {
    const group = usable.find((one) => groupNameKey(one.name) === groupNameKey(name));
    if (!group) throw invalidInput({ group: [`No such group: "${name.slice(0, 100)}"`] });
    return group.id;
  });
}

/** Read by the owner of the data folder, on the same machine. */
async function fileAt(at: string, field: string): Promise<GivenFile> {
  try {
    const { size } = await stat(at);
    if (size > importBytesMax) {
      throw new TomError("LIMIT_EXCEEDED", `The file is larger than ${importBytesMax / 1024 / 1024} MB: split it.`);
    }
    return { name: basename(at), bytes: await readFile(at) };
  } catch (error) {
    if (isTomError(error)) throw error;
    throw invalidInput({ [field]: [`The file cannot be read: ${at}`] });
  }
}

const importInput = z.strictObject({
  file: path,
  photometry: path.optional(),
  groups: z.array(z.string().max(200)).max(200),
  visibility: z.string().max(20).optional(),
  timeScale: z.string().max(20).optional(),
  as: z.string().min(1).max(200).optional(),
});

async function readInput(
  ctx: Context,
  { file, photometry, groups, ...options }: Omit<z.output<typeof importInput>, "as">,
) {
  return {
    file: await fileAt(file, "file"),
    photometry: photometry === undefined ? undefined : await fileAt(photometry, "photometry"),
    groups: await idsOfGroups(ctx, groups),
    ...options,
  };
}

export const imports = {
  "targets.checkImport": defineOperation({
    input: importInput,
    run: async ({ ctx, input: { as, ...given } }) => {
      const person = await actingAs(ctx, as);
      return checkImport({ ctx: person, input: await readInput(person, given) });
    },
  }),
  "targets.import": defineOperation({
    input: importInput,
    run: async ({ ctx, services, input: { as, ...given } }) => {
      const person = await actingAs(ctx, as);
      const { jobId } = await startImport({ ctx: person, input: await readInput(person, given) });
      if (services.engine.state().status === "stopped") await workHere(services, importTargetsJob, jobId);
      return getJob(ctx.database.read, ctx.scope, jobId);
    },
  }),
  "job.get": defineOperation({
    input: z.strictObject({ id: z.string().min(1).max(60) }),
    run: ({ ctx, input: { id } }) => getJob(ctx.database.read, ctx.scope, id),
  }),
};
