import { ActionButton } from "@/components/forms/action-button";
import { Notice } from "@/components/ui/states";
import type { PossibleDuplicate } from "@/lib/targets/types";
import { dismissDuplicateAction } from "../_server/actions";
import styles from "./detail.module.css";

const shownMax = 5;

const reasonText = ({ reason, separationArcsec }: PossibleDuplicate): string => {
  const away = separationArcsec === null ? "" : `${separationArcsec.toFixed(separationArcsec < 10 ? 2 : 0)}″ away`;
  if (reason === "name") return away === "" ? "an equal name" : `an equal name, ${away}`;
  return away;
};

type Props = { targetId: string; duplicates: readonly PossibleDuplicate[]; canChange: boolean };

/** What the cross-match found; a proposal that a person may wave away. */
export function DuplicatesNotice({ targetId, duplicates, canChange }: Props) {
  if (duplicates.length === 0) return null;
  return (
    <Notice tone="warning" framed>
      <p>This may be an object that you know already:</p>
      <ul className={styles.duplicates}>
        {duplicates.slice(0, shownMax).map((pair) => (
          <li key={pair.target.id}>
            <a href={`/targets/${pair.target.id}`}>{pair.target.name}</a> <span>{reasonText(pair)}</span>
            {canChange ? (
              <ActionButton
                action={dismissDuplicateAction}
                fields={{ id: targetId, otherId: pair.target.id }}
                label={`${pair.target.name} is another object`}
                done={`${pair.target.name} is noted as another object.`}
                look="quiet"
                small
              >
                Another object
              </ActionButton>
            ) : null}
          </li>
        ))}
      </ul>
      {duplicates.length > shownMax ? <p>and {duplicates.length - shownMax} more.</p> : null}
    </Notice>
  );
}
