import * as z from "zod";

/** What one grant may give: each step holds those before it. */
export const accessSteps = ["view", "change", "all"] as const;
export type AccessStep = (typeof accessSteps)[number];

/** One person or one group, and what she may from now on; "none" takes the grant away. */
export const changeGrantInput = z.strictObject({
  id: z.string().max(64),
  kind: z.enum(["person", "group"]),
  /** A username, or the id of a group. */
  who: z.string().trim().min(1, "Say who.").max(200, "At most 200 characters."),
  step: z.enum([...accessSteps, "none"], "Choose what they may do."),
});
export type ChangeGrantInput = z.input<typeof changeGrantInput>;

type Rights = { canChange: boolean; canDelete: boolean };

export const rightsOf = (step: AccessStep): Rights => ({ canChange: step !== "view", canDelete: step === "all" });

/** Null where the rights are none of the steps (to delete and not to change). */
export const stepOf = ({ canChange, canDelete }: Rights): AccessStep | null => {
  if (canDelete) return canChange ? "all" : null;
  return canChange ? "change" : "view";
};
