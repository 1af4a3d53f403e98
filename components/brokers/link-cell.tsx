import { StateBadge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Muted } from "@/components/ui/text";
import styles from "./broker-looks.module.css";
import type { LookRow } from "./look-types";

export type Linking = { link: (rows: readonly LookRow[]) => Promise<void>; unlink: (row: LookRow) => Promise<void> };

/** Whether one found object is linked, and the button that changes it where the reader may. */
export function LinkCell({ row, linking }: { row: LookRow; linking: Linking | null }) {
  const { sighting, broker, isLinked, link } = row;
  if (sighting === null) return null;
  const what = `${sighting.name} at ${broker.name}`;
  if (link?.state === "busy") return <StateBadge tone="busy">{isLinked ? "Unlinking …" : "Linking …"}</StateBadge>;
  return (
    <span className={styles.link}>
      {link?.state === "failed" ? (
        <span className={styles.why} role="alert">
          <StateBadge tone="bad">{link.why}</StateBadge>
        </span>
      ) : null}
      {isLinked ? (
        <>
          <span>
            <Icon name="link" /> Linked
          </span>
          {linking === null ? null : (
            <Button
              small
              look="quiet"
              aria-label={`Unlink ${what}`}
              title="Takes the link away; what was measured stays"
              onClick={() => void linking.unlink(row)}
            >
              Unlink
            </Button>
          )}
        </>
      ) : linking === null ? (
        <Muted>not linked</Muted>
      ) : (
        <Button
          small
          aria-label={`Link ${what}`}
          title="Links this object to the target and fetches its photometry in the background"
          onClick={() => void linking.link([row])}
        >
          Link
        </Button>
      )}
    </span>
  );
}
