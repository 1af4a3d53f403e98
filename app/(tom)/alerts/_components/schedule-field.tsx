"use client";

import { useEffect, useState } from "react";
import { type FieldValues, useWatch } from "react-hook-form";
import { type Bound, useBinding } from "@/components/forms/bind";
import { Input } from "@/components/forms/controls";
import { Field } from "@/components/forms/field";
import { Button } from "@/components/ui/button";
import { formatUtc } from "@/lib/astro/time-format";
import { nextTimes, scheduleHelp, scheduleSchema, scheduleWords } from "@/lib/core/schedule";
import styles from "./schedule.module.css";

const presets = [
  { label: "Every hour", schedule: "0 * * * *" },
  { label: "Every 6 hours", schedule: "0 */6 * * *" },
  { label: "Every day at 06:00", schedule: "0 6 * * *" },
  { label: "Mondays at 06:00", schedule: "0 6 * * 1" },
] as const;

/** A schedule in words and its next three times; undefined while it is not right, or there is none. */
function understood(text: string, now: Date): string | undefined {
  const parsed = scheduleSchema.safeParse(text);
  if (text.trim() === "" || !parsed.success) return undefined;
  const times = nextTimes(parsed.data, now, 3).map((time) => formatUtc(time, { precision: "minute", scale: false }));
  return `${scheduleWords(parsed.data)}. Next: ${times.join(", ")} UTC`;
}

/** Cron in UTC, with what was understood said at once. */
export function ScheduleField<Values extends FieldValues>({ form, name }: Bound<Values>) {
  const text = String(useWatch({ control: form.control, name }) ?? "");
  // The browser's own clock, read after the first paint: the server's is not the same to the minute.
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => setNow(new Date()), []);
  const words = now === null ? undefined : understood(text, now);
  const { id, error, aria } = useBinding({ form, name }, { help: true, understood: words !== undefined });
  const choose = (schedule: string) => () =>
    form.setValue(name, schedule as never, { shouldDirty: true, shouldValidate: true });
  return (
    <div className={styles.field}>
      <Field id={id} label="Schedule" error={error} help={scheduleHelp} understood={words} optional>
        <Input
          id={id}
          mono
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          placeholder="runs when somebody asks"
          {...aria}
          {...form.register(name)}
        />
      </Field>
      <fieldset className={styles.presets} aria-label="Schedules to choose from">
        {presets.map(({ label, schedule }) => (
          <Button key={schedule} small onClick={choose(schedule)}>
            {label}
          </Button>
        ))}
        <Button small onClick={choose("")}>
          None
        </Button>
      </fieldset>
    </div>
  );
}
