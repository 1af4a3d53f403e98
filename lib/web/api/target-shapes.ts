import * as z from "zod";
import { classificationObject, commentObject, redshiftObject, targetObject } from "@/lib/events/objects";

/** What the API answers about targets; also what OpenAPI shows. */

export const targetShape = targetObject.meta({ id: "Target" });

export const redshiftEntryShape = redshiftObject
  .extend({ id: z.string(), date: z.string(), by: z.string().nullable() })
  .meta({ id: "RedshiftEntry" });

export const classificationEntryShape = classificationObject
  .extend({ id: z.string() })
  .meta({ id: "ClassificationEntry" });

export const commentShape = commentObject.meta({ id: "Comment" });

export const historyShape = z
  .object({
    at: z.string(),
    actorName: z.string(),
    verb: z.string(),
    summary: z.string(),
    changes: z
      .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
      .nullable()
      .meta({ description: "Field: before, after" }),
  })
  .meta({ id: "HistoryEntry" });

export const grantsShape = z
  .object({
    groups: z.array(z.object({ id: z.string(), name: z.string(), canChange: z.boolean(), canDelete: z.boolean() })),
    people: z.array(
      z.object({ username: z.string(), canChange: z.boolean(), canDelete: z.boolean(), isCreator: z.boolean() }),
    ),
  })
  .meta({ id: "Grants" });

const viewGrant = z.union([
  z.object({ kind: z.literal("creator") }),
  z.object({ kind: z.literal("personal") }),
  z.object({ kind: z.literal("group"), groupId: z.string().nullable(), groupName: z.string().nullable() }),
  z.object({ kind: z.literal("administrator") }),
]);

export const whoCanSeeShape = z
  .object({
    visibility: z.enum(["open", "public", "private"]),
    everyone: z.enum(["anyone", "signed-in", "nobody"]),
    people: z.array(
      z.object({
        userId: z.string(),
        username: z.string(),
        canChange: z.boolean(),
        canDelete: z.boolean(),
        grants: z.array(viewGrant),
      }),
    ),
    truncated: z.boolean(),
    otherGroups: z.number(),
  })
  .meta({ id: "WhoCanSee" });

export const listOf = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });
