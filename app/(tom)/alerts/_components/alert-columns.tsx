import { ClassCell, SolarSystemFlag } from "@/components/brokers/class-cell";
import { BandMark } from "@/components/ui/band-mark";
import { ButtonLink } from "@/components/ui/button";
import type { Column } from "@/components/ui/data-table";
import { Coordinate, Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import type { RunAlertDto } from "@/lib/alerts/types";
import { AlertTarget } from "./alert-target";
import { AlertStateBadge } from "./run-state";

type Meaning = {
  score: string;
  magnitudeSystem: string | null;
  brokerName: string;
  /** Where an alert is looked at closely. */
  lookHref: (alertId: string) => string;
  now: Date;
};

/** What a run shows of each alert. */
export const alertColumns = ({ score, magnitudeSystem, brokerName, lookHref, now }: Meaning): Column<RunAlertDto>[] => [
  {
    id: "name",
    header: "Object",
    isName: true,
    nowrap: true,
    cell: (alert) => (
      <>
        <a href={lookHref(alert.alertId)} title="Look at it closely">
          {alert.name}
        </a>{" "}
        <ButtonLink
          href={alert.url}
          look="quiet"
          small
          icon="external-link"
          target="_blank"
          rel="noreferrer"
          aria-label={`Open ${alert.name} at ${brokerName}`}
          title={`Open at ${brokerName}`}
        />
      </>
    ),
  },
  { id: "state", header: "State", cell: (alert) => <AlertStateBadge state={alert.state} /> },
  { id: "target", header: "Target", cell: (alert) => <AlertTarget alert={alert} none="–" /> },
  {
    id: "position",
    header: "RA, Dec",
    unit: "ICRS",
    cell: (alert) =>
      alert.raDeg === null || alert.decDeg === null ? (
        "no position"
      ) : (
        <Coordinate raDeg={alert.raDeg} decDeg={alert.decDeg} />
      ),
  },
  {
    id: "newest",
    header: "Newest detection",
    unit: "UTC",
    cell: (alert) => <UtcTime iso={alert.timestamp} scale={false} now={now} />,
  },
  {
    id: "mag",
    header: "Magnitude",
    ...(magnitudeSystem === null ? {} : { unit: magnitudeSystem }),
    numeric: true,
    cell: (alert) => (
      <>
        {alert.band === null ? null : <BandMark band={alert.band} />} <Magnitude mag={alert.mag} />
      </>
    ),
  },
  {
    id: "class",
    header: "Class",
    cell: ({ classifications, solarSystem }) => (
      <>
        <ClassCell classes={classifications} none="–" />
        <SolarSystemFlag match={solarSystem} />
      </>
    ),
  },
  {
    id: "score",
    header: "Score",
    numeric: true,
    hint: score,
    cell: (alert) => <NumberValue value={alert.score} decimals={3} />,
  },
];
