import { and, eq, inArray } from "drizzle-orm";
import * as z from "zod";
import { targetTags } from "@/db/schema/targets";
import type { Context } from "@/lib/access/context";
import { tagCountMax, tagInput } from "../schema";
import { type BulkReport, type BulkSelection, bulkChange } from "./bulk-change";
import { parseInput } from "./parse-input";

const tagField = z.strictObject({ tag: tagInput });

type Input = { selection: BulkSelection; tag: string };

/** Puts a tag on many targets. @throws INVALID_INPUT on `tag`, LIMIT_EXCEEDED */
export async function addTagToMany({ ctx, input }: { ctx: Context; input: Input }): Promise<BulkReport> {
  const { tag } = parseInput(tagField, { tag: input.tag });
  return bulkChange(ctx, input.selection, {
    verb: "target.addTag",
    field: "tags",
    judge: ({ tags }) => {
      if (tags.includes(tag)) return "same";
      return tags.length < tagCountMax ? null : { refused: `has ${tagCountMax} tags already` };
    },
    async apply(tx, pks) {
      await tx.insert(targetTags).values(pks.map((targetPk) => ({ targetPk, tag })));
    },
  });
}

/** Takes a tag off many targets. @throws INVALID_INPUT on `tag`, LIMIT_EXCEEDED */
export async function removeTagFromMany({ ctx, input }: { ctx: Context; input: Input }): Promise<BulkReport> {
  const { tag } = parseInput(tagField, { tag: input.tag });
  return bulkChange(ctx, input.selection, {
    verb: "target.removeTag",
    field: "tags",
    judge: ({ tags }) => (tags.includes(tag) ? null : "same"),
    async apply(tx, pks) {
      await tx.delete(targetTags).where(and(eq(targetTags.tag, tag), inArray(targetTags.targetPk, [...pks])));
    },
  });
}
