import * as z from "zod";

const id = z.string().min(1).max(60);

export const markReadSchema = z.strictObject({
  /** Ids of one's own notifications, or "all". */
  ids: z.union([z.literal("all"), z.array(id).min(1).max(200)]),
});

/** A form's check box sends "on", or nothing. */
export const mailChoiceSchema = z.strictObject({
  mail: z.union([z.boolean(), z.enum(["on", "true", "false"]).transform((text) => text !== "false")]),
});

const instant = z.string().max(40);

export const notificationSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    title: z.string(),
    body: z.string(),
    href: z.string().meta({ description: "A path of this site." }),
    createdAt: instant,
    readAt: instant.nullable(),
  })
  .meta({ id: "Notification" });
