import { and, eq, inArray } from "drizzle-orm";
import { targets, targetTags } from "@/db/schema/targets";
import type { Tx } from "@/db/write";
import type { BulkSpec } from "../bulk-schema";
import { tagCountMax } from "../schema";
import type { TargetDto } from "../types";

export type BulkChange = {
  /** domain.verb of the trail, the same as for one target. */
  verb: string;
  /** What the trail says changed. */
  field: keyof TargetDto & string;
  /** "same": nothing to do; a sentence: why this one cannot be changed; null: change it. */
  judge(target: TargetDto): "same" | { refused: string } | null;
  /** Writes the change on all of them; version, trail and event are not its business. */
  apply(tx: Tx, pks: readonly number[]): Promise<void>;
};

export function bulkChangeOf(spec: BulkSpec): BulkChange {
  if (spec.kind === "addTag") return addTag(spec.tag);
  if (spec.kind === "removeTag") return removeTag(spec.tag);
  return setVisibility(spec.visibility);
}

const addTag = (tag: string): BulkChange => ({
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

const removeTag = (tag: string): BulkChange => ({
  verb: "target.removeTag",
  field: "tags",
  judge: ({ tags }) => (tags.includes(tag) ? null : "same"),
  async apply(tx, pks) {
    await tx.delete(targetTags).where(and(eq(targetTags.tag, tag), inArray(targetTags.targetPk, [...pks])));
  },
});

const setVisibility = (visibility: TargetDto["visibility"]): BulkChange => ({
  verb: "target.update",
  field: "visibility",
  judge: (target) => (target.visibility === visibility ? "same" : null),
  async apply(tx, pks) {
    await tx
      .update(targets)
      .set({ visibility })
      .where(inArray(targets.pk, [...pks]));
  },
});
