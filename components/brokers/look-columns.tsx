import { StateBadge, type Tone } from "@/components/ui/badge";
import { BandMark } from "@/components/ui/band-mark";
import { Button } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Icon } from "@/components/ui/icon";
import { Mono, Muted } from "@/components/ui/text";
import { Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import type { Sighting } from "@/lib/alerts/types";
import styles from "./broker-looks.module.css";
import { ClassCell, SolarSystemFlag } from "./class-cell";
import type { LookedBroker, LookRow } from "./look-types";
import { AskedByPlace } from "./looked-place";

/** An answer that came after the page did is not in the future. */
const laterOf = (now: Date, iso: string): Date => (Date.parse(iso) > now.getTime() ? new Date(iso) : now);

const why: Record<Sighting["foundBy"], string> = {
  link: "linked to this target",
  name: "has one of its names",
  position: "lies at its place",
};

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
}: {
  now: Date;
  /** Null for who may not ask. */
  askOne: ((broker: LookedBroker) => void) | null;
}): readonly Column<LookRow>[] => [
  {
    id: "broker",
    header: "Broker",
    isName: true,
    cell: ({ broker, answer, isFirst }) =>
      isFirst ? (
        <>
          {broker.name}
          {answer === null ? null : (
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
    cell: (row) =>
      row.sighting === null ? (
        <Said row={row} askOne={askOne} />
      ) : (
        <span className={styles.object} title={why[row.sighting.foundBy]}>
          <a href={row.sighting.url} target="_blank" rel="noreferrer noopener">
            <Mono>{row.sighting.name}</Mono> <Icon name="external-link" label="opens the broker's page" />
          </a>
          {row.isLinked ? <Muted> linked</Muted> : null}
          {row.sighting.foundBy === "position" ? <AskedByPlace /> : null}
        </span>
      ),
  },
  {
    id: "class",
    header: "Class",
    cell: (row) => <Classes row={row} />,
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
    cell: ({ sighting }) =>
      sighting === null ? null : (
        <>
          {sighting.band === null ? null : <BandMark band={sighting.band} />} <Magnitude mag={sighting.mag} />
        </>
      ),
  },
  {
    id: "separation",
    header: "Separation",
    unit: "arcsec",
    numeric: true,
    cell: ({ sighting }) => (sighting === null ? null : <NumberValue value={sighting.separationArcsec} decimals={2} />),
  },
];
