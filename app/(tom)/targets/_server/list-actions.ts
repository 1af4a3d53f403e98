"use server";

import * as z from "zod";
import { type BulkSelection, changeTargets } from "@/lib/targets/commands/change-targets";
import { type TargetFilter, targetListInput } from "@/lib/targets/list-schema";
import { visibilities } from "@/lib/targets/schema";
import { defineAction } from "@/lib/web/define-action";

const listFilter = targetListInput.omit({ cursor: true, limit: true });

/** The filter of a list's query string. */
const listQuery = z
  .string()
  .max(12_000)
  .transform((text, ctx): TargetFilter => {
    const parsed = listFilter.safeParse(Object.fromEntries(new URLSearchParams(text)));
    if (parsed.success) {
      const { sort: _sort, ...filter } = parsed.data;
      return filter;
    }
    const message = parsed.error.issues[0]?.message ?? "The filter is not right";
    ctx.issues.push({ code: "custom", message, input: text });
    return z.NEVER;
  });

/** Rows by id, or all that a list's query string selects. */
const selection = z.union([
  z.strictObject({ ids: z.array(z.string().max(64)).min(1, "Nothing is selected").max(200) }),
  z.strictObject({ listQuery }),
]);

const chosen = (given: z.output<typeof selection>): BulkSelection =>
  "ids" in given ? given : { filter: given.listQuery };

export const bulkTagAction = defineAction({
  name: "targets.bulkTag",
  authorize: "user",
  input: z.strictObject({ selection, how: z.enum(["add", "remove"]), tag: z.string().max(4000) }),
  run: ({ ctx, input: { selection: given, how, tag } }) =>
    changeTargets({
      ctx,
      input: { selection: chosen(given), change: { kind: how === "add" ? "addTag" : "removeTag", tag } },
    }),
});

export const bulkVisibilityAction = defineAction({
  name: "targets.bulkVisibility",
  authorize: "user",
  input: z.strictObject({ selection, visibility: z.enum(visibilities) }),
  run: ({ ctx, input: { selection: given, visibility } }) =>
    changeTargets({ ctx, input: { selection: chosen(given), change: { kind: "setVisibility", visibility } } }),
});
