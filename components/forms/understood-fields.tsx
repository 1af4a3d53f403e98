"use client";

import type { ClipboardEvent } from "react";
import { type FieldPath, type FieldValues, type PathValue, useWatch } from "react-hook-form";
import { formatDec, formatRa } from "@/lib/astro/angle-format";
import { parseDec, parseRa } from "@/lib/astro/coordinates";
import { resolveTime } from "@/lib/astro/durations";
import { parseTime } from "@/lib/astro/parse-time";
import { parsePosition } from "@/lib/astro/position";
import { isArrivalScale, type TimeScale } from "@/lib/astro/time";
import { systemClock } from "@/lib/core/clock";
import { type Bound, useBinding } from "./bind";
import { Input } from "./controls";
import { Field, type FieldWords } from "./field";

type Understanding = { ok: true; understoodAs: string } | { ok: false; message: string };

type UnderstoodProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    understand: (text: string) => Understanding;
    unit: string;
    placeholder: string;
    onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
  };

/** Under the box stands at once how its text is read; the value stays the text, the server reads it again. */
function UnderstoodField<Values extends FieldValues>(props: UnderstoodProps<Values>) {
  const { form, name, label, help, optional, understand, unit, placeholder, onPaste } = props;
  const { id, error, aria } = useBinding({ form, name }, { help: help !== undefined, understood: true });
  const typed: unknown = useWatch({ control: form.control, name });
  const text = typeof typed === "string" || typeof typed === "number" ? String(typed) : "";
  const read = text.trim() === "" ? null : understand(text);
  const understood = read === null ? "" : read.ok ? `= ${read.understoodAs}` : error === undefined ? read.message : "";
  return (
    <Field id={id} label={label} error={error} help={help} optional={optional ?? false} understood={understood}>
      <Input
        id={id}
        mono
        unit={unit}
        placeholder={placeholder}
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        onPaste={onPaste}
        {...aria}
        {...form.register(name)}
      />
    </Field>
  );
}

type AngleProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    kind: "ra" | "dec";
    /** Where the declination goes when someone pastes "RA Dec" into the field of the right ascension. */
    decName?: FieldPath<Values>;
  };

const angles = {
  ra: { understand: parseRa, unit: "° or h m s", placeholder: "185.72 or 12 22 54" },
  dec: { understand: parseDec, unit: "°", placeholder: "+15.82 or +15 49 25" },
} as const;

/** Right ascension or declination, ICRS: degrees, or hours (RA) and degrees (Dec) sexagesimal. */
export function AngleField<Values extends FieldValues>({ kind, decName, ...props }: AngleProps<Values>) {
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    if (decName === undefined) return;
    const position = parsePosition(event.clipboardData.getData("text"));
    if (!position.ok) return;
    event.preventDefault();
    const options = { shouldDirty: true, shouldTouch: true, shouldValidate: true };
    const set = (name: FieldPath<Values>, text: string) =>
      props.form.setValue(name, text as PathValue<Values, FieldPath<Values>>, options);
    set(props.name, formatRa(position.raDeg, { precision: 4 }));
    set(decName, formatDec(position.decDeg, { precision: 3, ascii: true }));
  };
  return <UnderstoodField {...props} {...angles[kind]} onPaste={onPaste} />;
}

type TimeProps<Values extends FieldValues> = Bound<Values> &
  FieldWords & {
    /** Also takes a duration before now (P3D), as the dates of a query do. */
    orDuration?: boolean;
    /** Of a text that names none; UTC unless said. */
    scale?: TimeScale;
  };

/** HJD and BJD become UTC by the place of a target, which the server knows. */
const placeless = (mjd: number): number => mjd;

function understandIn(scale: TimeScale, text: string): Understanding {
  const parsed = parseTime(text, { scale, arrival: placeless });
  return parsed.ok && isArrivalScale(parsed.scale)
    ? { ok: true, understoodAs: `MJD ${parsed.mjd.toFixed(5)}, from ${parsed.scale}; UTC by the place of the target` }
    : parsed;
}

/** An instant: ISO 8601, MJD or JD; UTC unless the text or `scale` names another. */
export function TimeField<Values extends FieldValues>({ orDuration = false, scale, ...props }: TimeProps<Values>) {
  const understand = (text: string): Understanding => {
    if (scale !== undefined) return understandIn(scale, text);
    return orDuration ? resolveTime(text, systemClock.now()) : parseTime(text);
  };
  const placeholder = orDuration ? "2020-01-07, MJD or P3D" : "2020-01-07 12:00";
  return <UnderstoodField {...props} understand={understand} unit={scale ?? "UTC"} placeholder={placeholder} />;
}
