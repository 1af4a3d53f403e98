"use client";

import { useState } from "react";
import { Choice } from "@/components/forms/controls";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/states";
import type { Difference } from "./form-merge";
import styles from "./target-form.module.css";

type Props = {
  differences: readonly Difference[];
  /** Names of groups, which the form holds as ids. */
  groupNames: ReadonlyMap<string, string>;
  /** Puts the fields where theirs was chosen into the form, and saves on their version. */
  onChoose: (theirs: readonly Difference[]) => void;
  pending: boolean;
};

const who = { you: "changed by you", them: "changed by them", both: "changed by both" } as const;

function textOf(value: unknown, groupNames: Props["groupNames"]): string {
  if (value === null || value === undefined || value === "") return "empty";
  if (!Array.isArray(value)) return String(value);
  return value.length === 0 ? "none" : value.map((one) => groupNames.get(String(one)) ?? String(one)).join(", ");
}

/** A stale edit: what you have and what somebody else saved meanwhile, field by field. */
export function StaleEdit({ differences, groupNames, onChoose, pending }: Props) {
  // What only they changed is theirs unless said; everything else is yours.
  const [chosen, setChosen] = useState<Readonly<Record<string, "yours" | "theirs">>>({});
  const choiceOf = ({ path, changedBy }: Difference) => chosen[path] ?? (changedBy === "them" ? "theirs" : "yours");
  const choice = (difference: Difference, side: "yours" | "theirs") => (
    <td data-label={side === "yours" ? "Yours" : "Theirs"}>
      <Choice
        type="radio"
        name={`stale-${difference.path}`}
        checked={choiceOf(difference) === side}
        onChange={() => setChosen((before) => ({ ...before, [difference.path]: side }))}
        label={textOf(difference[side], groupNames)}
      />
    </td>
  );
  return (
    <section className={styles.stale} aria-label="Both versions">
      <Notice tone="warning" framed>
        Somebody saved this target after you opened it. Choose for each field what shall stand; nothing of yours is
        lost.
      </Notice>
      <table className={styles.both}>
        <caption className="spoken">Fields that differ</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Yours</th>
            <th scope="col">Theirs</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => (
            <tr key={difference.path}>
              <th scope="row">
                {difference.label} <span className={styles.who}>{who[difference.changedBy]}</span>
              </th>
              {choice(difference, "yours")}
              {choice(difference, "theirs")}
            </tr>
          ))}
        </tbody>
      </table>
      {differences.length === 0 ? <p>Both are the same: save again, and nothing changes.</p> : null}
      <div>
        <Button
          look="primary"
          aria-disabled={pending}
          onClick={() => pending || onChoose(differences.filter((one) => choiceOf(one) === "theirs"))}
        >
          Save what is chosen
        </Button>
      </div>
    </section>
  );
}
