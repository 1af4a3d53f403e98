import * as z from "zod";
import { checkGroupName, checkUsername } from "./names";
import { passwordLengthMax, passwordLengthMin } from "./password-rules";

const named = (check: typeof checkUsername) =>
  z
    .string("Enter a name.")
    .max(4000)
    .transform((text, at) => {
      const checked = check(text);
      if (checked.ok) return checked.value;
      at.addIssue({ code: "custom", message: checked.problem });
      return z.NEVER;
    });

const usernameSchema = named(checkUsername);
const groupNameSchema = named(checkGroupName);
const idSchema = z.string().min(1).max(60);
const userRoleSchema = z.enum(["member", "admin"], "Choose member or administrator.");
const groupRoleSchema = z.enum(["member", "manager"], "Choose member or manager.");

/** What a form says under a new password. */
export const passwordHelp = `At least ${passwordLengthMin} characters; several words are easy to remember.`;

/** Only its size; whether it is a good one is the command's question, which knows the name it belongs to. */
const passwordSchema = z
  .string("Enter a password.")
  .min(1, "Enter a password.")
  .max(passwordLengthMax, `At most ${passwordLengthMax} characters.`);

/** Empty text means none. */
const emailSchema = z
  .string()
  .trim()
  .max(254, "At most 254 characters.")
  .refine((text) => text === "" || z.email().safeParse(text).success, "This is not an e-mail address.")
  .transform((text) => (text === "" ? null : text));

export const createUserSchema = z.strictObject({
  username: usernameSchema,
  /** Null: an account that cannot sign in by password (yet). */
  password: passwordSchema.nullable(),
  role: userRoleSchema.default("member"),
  email: emailSchema.nullish(),
  /** Ids or names. */
  groups: z.array(z.string().max(200)).max(200).default([]),
});
export type CreateUserInput = z.input<typeof createUserSchema>;

export const userIdSchema = z.strictObject({ userId: idSchema });
export const setRoleSchema = z.strictObject({ userId: idSchema, role: userRoleSchema });
export const setPasswordSchema = z.strictObject({ userId: idSchema, password: passwordSchema });
export const updateEmailSchema = z.strictObject({ userId: idSchema, email: emailSchema });
export const changePasswordSchema = z.strictObject({ currentPassword: passwordSchema, newPassword: passwordSchema });

const description = z.string().trim().max(500, "At most 500 characters.").default("");
export const createGroupSchema = z.strictObject({ name: groupNameSchema, description });
export type CreateGroupInput = z.input<typeof createGroupSchema>;
export const renameGroupSchema = z.strictObject({
  groupId: idSchema,
  name: groupNameSchema,
  description: description.optional(),
});
/** An empty address takes the webhook away; `renew` makes another secret. */
export const setGroupWebhookSchema = z.strictObject({
  groupId: idSchema,
  url: z.string().trim().max(500, "At most 500 characters.").default(""),
  renew: z.boolean().default(false),
});
export const groupIdSchema = z.strictObject({ groupId: idSchema });
/** The name is typed again, because the grants of its targets go with a group. */
export const deleteGroupSchema = z.strictObject({ groupId: idSchema, name: z.string().max(400) });
export const addMemberSchema = z.strictObject({
  groupId: idSchema,
  username: z.string().trim().min(1, "Enter a name.").max(200),
  role: groupRoleSchema.default("member"),
});
export const memberSchema = z.strictObject({ groupId: idSchema, userId: idSchema });
export const setMemberRoleSchema = z.strictObject({ groupId: idSchema, userId: idSchema, role: groupRoleSchema });

const tokenDaysMax = 365;
export const createTokenSchema = z.strictObject({
  name: z.string().trim().min(1, "Say what it is for.").max(80, "At most 80 characters."),
  scope: z.enum(["read", "write"], "Choose read or write."),
  days: z.coerce
    .number("Enter a number of days.")
    .int("Whole days.")
    .min(1, "At least 1 day.")
    .max(tokenDaysMax, `At most ${tokenDaysMax} days.`)
    .default(90),
});
export const tokenIdSchema = z.strictObject({ tokenId: idSchema });
export const sessionIdSchema = z.strictObject({ sessionId: idSchema });

export const signInSchema = z.object({
  username: z.string().max(1000).default(""),
  password: z.string().max(4000).default(""),
  returnTo: z.string().max(4000).optional(),
});

/** `GET /me`. */
export const meSchema = z.object({
  user: z.object({
    id: z.string(),
    username: z.string(),
    email: z.string().nullable(),
    role: z.enum(["member", "admin"]),
  }),
  groups: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(["member", "manager"]) })).max(10_000),
  /** Null when a session asks. */
  token: z.object({ scope: z.enum(["read", "write"]), expiresAt: z.string() }).nullable(),
});

/** The form of one's own password: the new one is typed twice. */
export const changePasswordFormSchema = z
  .strictObject({
    currentPassword: passwordSchema,
    newPassword: passwordSchema,
    repeatPassword: z.string().max(passwordLengthMax),
  })
  .refine((form) => form.newPassword === form.repeatPassword, {
    path: ["repeatPassword"],
    message: "Not the same as above.",
  });

export const ownEmailSchema = z.strictObject({ email: emailSchema });
