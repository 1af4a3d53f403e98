import type { Context } from "@/lib/access/context";
import { invalidInput, notFound } from "@/lib/core/errors";
import { tagCountMax, tagInput, tagsInput } from "../schema";
import type { TargetDto } from "../types";
import { changeTarget } from "./change-target";
import { parseInput } from "./parse-input";
import { replaceTags } from "./replace-children";

type OnTarget<Input> = { ctx: Context; input: Input & { id: string } };

/** The tags as they shall be. */
export async function setTags({
  ctx,
  input: { id, ...rest },
}: OnTarget<{ tags: string[]; version?: number | undefined }>): Promise<TargetDto> {
  const { tags, version } = parseInput(tagsInput, rest);
  return changeTarget(ctx, {
    verb: "target.setTags",
    id,
    version,
    async apply(tx, key) {
      await replaceTags(tx, key.pk, tags);
      return undefined;
    },
  });
}

/** A tag that is there already stays. */
export async function addTag({ ctx, input }: OnTarget<{ tag: string }>): Promise<TargetDto> {
  const tag = parseInput(tagInput, input.tag);
  return changeTarget(ctx, {
    verb: "target.addTag",
    id: input.id,
    async apply(tx, key, before) {
      if (before.tags.includes(tag)) return undefined;
      if (before.tags.length >= tagCountMax) throw invalidInput({ tag: [`At most ${tagCountMax} tags`] });
      await replaceTags(tx, key.pk, [...before.tags, tag]);
      return undefined;
    },
  });
}

/** @throws NOT_FOUND when the target has no such tag */
export async function removeTag({ ctx, input }: OnTarget<{ tag: string }>): Promise<TargetDto> {
  const tag = parseInput(tagInput, input.tag);
  return changeTarget(ctx, {
    verb: "target.removeTag",
    id: input.id,
    async apply(tx, key, before) {
      if (!before.tags.includes(tag)) throw notFound("tag");
      await replaceTags(
        tx,
        key.pk,
        before.tags.filter((one) => one !== tag),
      );
      return undefined;
    },
  });
}
