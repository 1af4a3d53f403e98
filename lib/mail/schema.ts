import * as z from "zod";
import { mailStates } from "./types";

const line = (max: number) => z.string().transform((text) => text.replace(/\s+/g, " ").trim().slice(0, max));

/** One mail to one person. Plain text; what is too long is cut rather than refused. */
export const mailDraftSchema = z.strictObject({
  /** One plain address, without a name. */
  to: z.email("This is not an e-mail address.").max(254),
  /** `name@host` or `Name <name@host>`; left out: the address of this installation. */
  from: line(320).pipe(z.string().min(3, "Give an address.")).optional(),
  subject: line(250).pipe(z.string().min(1, "A mail needs a subject.")),
  body: z.string().transform((text) => text.slice(0, 100_000)),
  /** Asking again with the same key makes no second mail: a run's id and the recipient, for example. */
  key: z.string().min(1).max(200).optional(),
});

export type MailDraft = z.input<typeof mailDraftSchema>;

export const mailFilterSchema = z.strictObject({
  state: z.enum(mailStates).optional(),
  to: z.string().max(254).optional(),
});

export const addressProofSchema = z.strictObject({ proof: z.string().max(2_000) });

export const mailIdSchema = z.strictObject({ id: z.string().min(1).max(60) });

const instant = z.string().max(40);

export const mailSchema = z
  .object({
    id: z.string(),
    to: z.string(),
    from: z.string().nullable().meta({ description: "Null: the address of this installation." }),
    subject: z.string(),
    body: z.string(),
    askedBy: z.string(),
    state: z.enum(mailStates).meta({
      description:
        "`unsent`: kept, because no mail server is configured; `held`: kept until an administrator sends it on, because too many were asked for.",
    }),
    attempts: z.number().int(),
    error: z.string().nullable(),
    createdAt: instant,
    sentAt: instant.nullable(),
  })
  .meta({ id: "Mail" });
