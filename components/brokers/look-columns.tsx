import { StateBadge, type Tone } from "@/components/ui/badge";
import { BandMark } from "@/components/ui/band-mark";
import { Button } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Icon } from "@/components/ui/icon";
import { Mono, Muted } from "@/components/ui/text";
import { Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import type { Sighting } from "@/lib/alerts/types";
import type { Aspect, Disagreement } from "@/lib/astro/disagreements";
import styles from "./broker-looks.module.css";
import { ClassCell, SolarSystemFlag } from "./class-cell";
import { LinkCell, type Linking } from "./link-cell";
import { DisagreementMark } from "./look-marks";
import type { LookedBroker, LookRow } from "./look-types";

/** An answer that came after the page did is not in the future. */
const laterOf = (now: Date, iso: string): Date => (Date.parse(iso) > now.getTime() ? new Date(iso) : now);

/** Why it stands here, in the words of its row. */
function foundText({ foundBy }: Sighting, isOwn: boolean): string {
  if (foundBy === "position") return isOwn ? "by place" : "by place, another is nearer or has the name";
  return foundBy === "name" ? "by name" : "by its link";
}

function FoundObject({ sighting, isOwn }: { sighting: Sighting; isOwn: boolean }) {
  return (
    <span className={styles.object}>
      <a href={sighting.url} target="_blank" rel="noreferrer noopener">
        <Mono>{sighting.name}</Mono> <Icon name="external-link" label="opens the broker's page" />
      </a>
      <span className={styles.found}>{foundText(sighting, isOwn)}</span>
    </span>
  );
}

function stateOf({ broker, answer, isAsking }: LookRow): { tone: Tone; text: string } {
  if (isAsking) return { tone: "busy", text: "Asking …" };
  if (broker.unavailable !== null) return { tone: "neutral", text: broker.unavailable };
  if (answer === null) return { tone: "neutral", text: "Not asked yet" };
  if (answer.status === "nothing")
    return { tone: "neutral", text: answer.place ? "Nothing at this place" : "Nothing here" };
  const tone = answer.status === "failed" ? "bad" : "neutral";
  return { tone, text: answer.message ?? "Nothing here" };
}

function Said({ row, askOne }: { row: LookRow; askOne: ((broker: LookedBroker) => void) | null }) {
  const { broker, answer, isAsking } = row;
  const { tone, text } = stateOf(row);
  const canRetry =
    askOne !== null && broker.unavailable === null && !isAsking && (answer === null || answer.status === "failed");
  return (
    <span className={styles.said}>
      <StateBadge tone={tone}>{text}</StateBadge>
      {canRetry ? (
        <span className={styles.again}>
          <Button small onClick={() => askOne?.(broker)} aria-label={`Ask ${broker.name}`}>
            Ask
          </Button>
        </span>
      ) : null}
    </span>
  );
}

function Classes({ row: { sighting } }: { row: LookRow }) {
  if (sighting === null) return null;
  return (
    <>
      <ClassCell classes={sighting.classifications} none="unclassified" />
      <SolarSystemFlag match={sighting.solarSystem} />
    </>
  );
}

export const lookColumns = ({
  now,
  askOne,
  disagreements,
  linking,
  showLinks,
}: {
  now: Date;
  /** Null for who may not ask. */
  askOne: ((broker: LookedBroker) => void) | null;
  disagreements: readonly Disagreement[];
  /** Null for who may not link. */
  linking: Linking | null;
  /** There is a target that objects can be linked to. */
  showLinks: boolean;
}): readonly Column<LookRow>[] => {
  const differs = ({ broker, sighting }: LookRow, about: Aspect) =>
    sighting === null ? null : (
      <DisagreementMark disagreements={disagreements} about={about} brokerId={broker.id} alertId={sighting.alertId} />
    );
  return [
    {
      id: "broker",
      header: "Broker",
      isName: true,
      cell: ({ broker, answer, isFirst }) =>
        isFirst ? (
          <>
            {broker.name}
            {answer === null || answer.askedAt === null ? null : (
              <Muted>
                {" "}
                <UtcTime iso={answer.askedAt} show="ago" now={laterOf(now, answer.askedAt)} />
              </Muted>
            )}
          </>
        ) : (
          <Muted>{broker.name}</Muted>
        ),
    },
    {
      id: "object",
      header: "Object",
      full: true,
      // A sentence instead of an object has the row to itself.
      span: ({ sighting }) => (sighting === null ? (showLinks ? 7 : 6) : 1),
      cell: (row) =>
        row.sighting === null ? (
          <Said row={row} askOne={askOne} />
        ) : (
          <FoundObject sighting={row.sighting} isOwn={row.isOwn} />
        ),
    },
    {
      id: "class",
      header: "Class",
      cell: (row) => (
        <>
          <Classes row={row} />
          {differs(row, "class")}
        </>
      ),
    },
    {
      id: "detections",
      header: "Detections",
      numeric: true,
      cell: ({ sighting }) => (sighting === null ? null : <NumberValue value={sighting.detections} decimals={0} />),
    },
    {
      id: "newest",
      header: "Newest",
      unit: "UTC",
      cell: ({ sighting }) => (sighting === null ? null : <UtcTime iso={sighting.timestamp} scale={false} now={now} />),
    },
    {
      id: "mag",
      header: "Magnitude",
      numeric: true,
      cell: (row) =>
        row.sighting === null ? null : (
          <>
            {row.sighting.band === null ? null : <BandMark band={row.sighting.band} />}{" "}
            <Magnitude mag={row.sighting.mag} />
            {differs(row, "brightness")}
          </>
        ),
    },
    {
      id: "separation",
      header: "Separation",
      unit: "arcsec",
      numeric: true,
      cell: (row) =>
        row.sighting === null ? null : (
          <>
            <NumberValue value={row.sighting.separationArcsec} decimals={2} />
            {differs(row, "position")}
          </>
        ),
    },
    ...(showLinks
      ? [{ id: "link", header: "Link", full: true, cell: (row: LookRow) => <LinkCell row={row} linking={linking} /> }]
      : []),
  ];
};
