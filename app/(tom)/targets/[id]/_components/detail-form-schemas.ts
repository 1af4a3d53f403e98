import * as z from "zod";
import { parseTime } from "@/lib/astro/parse-time";
import { timeScales } from "@/lib/astro/time";
import { flagInputSchema, photometryInputSchema } from "@/lib/reduced-data/schema";
import { classificationInput, commentInput, redshiftInput } from "@/lib/targets/schema";

/** What the forms of the target page send: the domain's inputs with the target's id, times as people write them. */

const id = z.string().max(64);
const onTarget = { id };

export const targetOnly = z.strictObject({ id, version: z.coerce.number().int().min(1).optional() });
export const duplicateInput = z.strictObject({ id, otherId: id });
export const entryInput = z.strictObject({ id, entryId: id });
export const alertLinkInput = z.strictObject({ id, brokerId: id, alertId: z.string().min(1).max(200) });

const timeText = z.string().trim().max(60);

/** The place of the target is the server's: here a time counts as right when it is one in any place. */
const anywhere = (mjd: number): number => mjd;

const asIsoOrNull = timeText.transform((text, check) => {
  if (text === "") return null;
  const parsed = parseTime(text);
  if (parsed.ok) return parsed.iso;
  check.issues.push({ code: "custom", message: parsed.message, input: text });
  return z.NEVER;
});

const orNull = (text: z.ZodString) => text.transform((value) => (value === "" ? null : value));
const words = (most: number) => z.string().trim().max(most, `At most ${most} characters`);

export const redshiftFormSchema = z.strictObject({
  ...onTarget,
  value: redshiftInput.shape.value,
  error: redshiftInput.shape.error,
  frame: redshiftInput.shape.frame,
  source: orNull(words(200)),
});

export const classificationFormSchema = z.strictObject({
  ...onTarget,
  name: classificationInput.shape.name,
  source: orNull(words(200)),
  classifier: orNull(words(200)),
  version: orNull(words(100)),
  probability: classificationInput.shape.probability,
  date: asIsoOrNull,
});

const point = photometryInputSchema.shape;

/** One measurement by hand: a magnitude, a flux or both, or a limit. */
export const pointFormSchema = z
  .strictObject({
    ...onTarget,
    time: timeText.min(1, "Say when"),
    timeScale: z.enum(timeScales).default("UTC"),
    band: point.band,
    mag: point.mag,
    magErr: point.magErr,
    fluxNjy: point.fluxNjy,
    fluxErrNjy: point.fluxErrNjy,
    limitMag: point.limitMag,
    limitSigma: point.limitSigma,
    magSystem: point.magSystem,
    brightness: point.brightness,
    forced: point.forced,
    telescope: orNull(words(120)),
    instrument: orNull(words(120)),
    source: orNull(words(120)),
  })
  .superRefine(({ time, timeScale }, check) => {
    const parsed = parseTime(time, { scale: timeScale, arrival: anywhere });
    if (!parsed.ok) check.addIssue({ code: "custom", path: ["time"], message: parsed.message });
  })
  .refine(({ mag, fluxNjy, limitMag }) => mag !== null || fluxNjy !== null || limitMag !== null, {
    path: ["mag"],
    message: "Give a magnitude, a flux or a limit",
  })
  .refine(({ mag, fluxNjy, limitMag }) => limitMag === null || (mag === null && fluxNjy === null), {
    path: ["limitMag"],
    message: "A limit stands for what was not seen: leave it out beside a magnitude or a flux",
  });

export const pasteMax = 1_000_000;
export const pasteFormSchema = z.strictObject({
  ...onTarget,
  text: z.string().min(1, "Paste a table").max(pasteMax, "The table is too long: at most 1,000,000 characters at once"),
  timeScale: z.enum(timeScales).default("UTC"),
});

export const commentFormSchema = z.strictObject({ ...onTarget, body: commentInput.shape.body });
export const editCommentSchema = z.strictObject({ ...onTarget, commentId: id, body: commentInput.shape.body });
export const commentIdSchema = z.strictObject({ ...onTarget, commentId: id });

const rowIds = z.union([z.string().max(20), z.array(z.string().max(20)).max(5000)]);

/** The flag form: rows checked on this page of the table, and those that the plot selected beyond it. */
export const flagFormSchema = z
  .strictObject({
    targetId: id,
    row: rowIds.default([]),
    elsewhere: z.string().max(120_000).default(""),
    reason: z.string().max(300).default(""),
    act: z.enum(["flag", "unflag"]),
  })
  .transform(({ targetId, row, elsewhere, reason, act }) => ({
    targetId,
    rows: [...new Set([...(Array.isArray(row) ? row : [row]), ...elsewhere.split(",").filter((one) => one !== "")])],
    reason: act === "flag" ? reason : null,
  }))
  .pipe(flagInputSchema);
