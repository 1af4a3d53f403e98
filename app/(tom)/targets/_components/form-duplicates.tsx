"use client";

import { useEffect, useState } from "react";
import { useWatch } from "react-hook-form";
import type { ActionResult } from "@/components/forms/action-result";
import type { ActionForm } from "@/components/forms/use-action-form";
import { Notice } from "@/components/ui/states";
import { parseDec, parseRa } from "@/lib/astro/coordinates";
import type { TargetFormValues } from "./form-values";
import styles from "./target-form.module.css";

export type Duplicates = {
  names: readonly { name: string; targetId: string; targetName: string; heldName: string }[];
  near: readonly { id: string; name: string; separationArcsec: number }[];
};

export type CheckDuplicates = (input: {
  names: string[];
  raDeg: number | null;
  decDeg: number | null;
  exceptId?: string;
}) => Promise<ActionResult<Duplicates>>;

const waitMs = 350;
const shownMax = 5;

const degrees = (text: string | number, parse: typeof parseRa): number | null => {
  const parsed = String(text).trim() === "" ? null : parse(String(text));
  return parsed?.ok ? parsed.value : null;
};

type Props = { form: ActionForm<TargetFormValues>; check: CheckDuplicates; exceptId?: string };

/** Visible targets with one of the names, or close by, while one types. It warns, it never stands in the way. */
export function DuplicateWarning({ form, check, exceptId }: Props) {
  const [name, aliases, type, ra, dec] = useWatch({
    control: form.control,
    name: ["name", "aliases", "type", "raDeg", "decDeg"],
  });
  const [found, setFound] = useState<Duplicates | null>(null);
  const names = [name, ...aliases].map((one) => one.trim()).filter((one) => one !== "" && one.length <= 100);
  const raDeg = type === "SIDEREAL" ? degrees(ra, parseRa) : null;
  const decDeg = type === "SIDEREAL" ? degrees(dec, parseDec) : null;
  const asked = JSON.stringify({ names, raDeg, decDeg, ...(exceptId === undefined ? {} : { exceptId }) });
  useEffect(() => {
    let stale = false;
    const input = JSON.parse(asked) as Parameters<CheckDuplicates>[0];
    const timer = setTimeout(() => {
      if (input.names.length === 0 && (input.raDeg === null || input.decDeg === null)) {
        setFound(null);
        return;
      }
      check(input).then(
        (result) => stale || setFound(result.ok ? result.data : null),
        // Only a warning: where it cannot be had, saving still checks the names.
        () => stale || setFound(null),
      );
    }, waitMs);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [asked, check]);
  const taken = found?.names.slice(0, shownMax) ?? [];
  const near = found?.near.filter(({ id }) => !taken.some(({ targetId }) => targetId === id)).slice(0, shownMax) ?? [];
  return (
    <div role="status">
      {taken.length + near.length === 0 ? null : (
        <Notice tone="warning" framed>
          <ul className={styles.warnings}>
            {taken.map((clash) => (
              <li key={`${clash.targetId} ${clash.name}`}>
                {clash.name} is already the target{" "}
                <a href={`/targets/${clash.targetId}`} target="_blank" rel="noreferrer">
                  {clash.targetName}
                </a>
                {clash.heldName === clash.targetName ? "" : `, as ${clash.heldName}`}.
              </li>
            ))}
            {near.map((one) => (
              <li key={one.id}>
                <a href={`/targets/${one.id}`} target="_blank" rel="noreferrer">
                  {one.name}
                </a>{" "}
                is {one.separationArcsec.toFixed(2)}″ away. It may be the same object.
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
