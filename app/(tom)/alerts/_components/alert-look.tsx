import { SolarSystemFlag } from "@/components/brokers/class-cell";
import { LightCurve } from "@/components/plots/light-curve/light-curve";
import { BandMark } from "@/components/ui/band-mark";
import { ButtonLink } from "@/components/ui/button";
import { FactList } from "@/components/ui/fact-list";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { Coordinate, Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import type { RunAlertDto } from "@/lib/alerts/types";
import { AlertClasses } from "./alert-classes";
import { AlertTarget } from "./alert-target";
import { AlertStateBadge } from "./run-state";
import { Stamps } from "./stamps";

type Props = {
  alert: RunAlertDto;
  /** Who is asked for the light curve. */
  broker: {
    id: string;
    name: string;
    scoreMeaning: string;
    givesLightCurves: boolean;
    givesStamps: boolean;
    givesClasses: boolean;
  };
  lightCurveHref: string;
  classesHref: string;
  stampHref: string;
  previousHref: string | null;
  nextHref: string | null;
  closeHref: string;
  now: Date;
};

function Facts({ alert, broker, now }: Pick<Props, "alert" | "broker" | "now">) {
  const { raDeg, decDeg, mag, band } = alert;
  const isPlaced = raDeg !== null && decDeg !== null;
  return (
    <FactList
      facts={[
        { label: "State", value: <AlertStateBadge state={alert.state} /> },
        { label: "Target", value: <AlertTarget alert={alert} none="none yet" /> },
        { label: "RA, Dec", value: isPlaced ? <Coordinate raDeg={raDeg} decDeg={decDeg} /> : "no position" },
        { label: "Newest detection", value: <UtcTime iso={alert.timestamp} precision="second" now={now} /> },
        {
          label: "Magnitude",
          value:
            mag === null ? null : (
              <>
                {band === null ? null : <BandMark band={band} />} <Magnitude mag={mag} />
              </>
            ),
        },
        ...(alert.solarSystem ? [{ label: "Solar system", value: <SolarSystemFlag match={alert.solarSystem} /> }] : []),
        {
          label: "Score",
          hint: broker.scoreMeaning,
          value: alert.score === null ? null : <NumberValue value={alert.score} decimals={3} />,
        },
      ]}
    />
  );
}

const ways = {
  p: { label: "Previous alert", icon: "chevron-left" },
  n: { label: "Next alert", icon: "chevron-right" },
} as const;

const way = (href: string | null, key: "p" | "n") =>
  href === null ? null : (
    <ButtonLink href={href} small icon={ways[key].icon} aria-keyshortcuts={key} data-scroll="keep">
      {ways[key].label}
    </ButtonLink>
  );

/** One alert of the run, looked at closely; the others are a step away. */
export function AlertLook(props: Props) {
  const { alert, broker, lightCurveHref, classesHref, stampHref, previousHref, nextHref, closeHref, now } = props;
  return (
    <Panel
      id="look"
      title={alert.name}
      actions={
        <>
          {way(previousHref, "p")}
          {way(nextHref, "n")}
          <ButtonLink href={alert.url} small icon="external-link" target="_blank" rel="noreferrer">
            {`Open at ${broker.name}`}
          </ButtonLink>
          <ButtonLink href={closeHref} small look="quiet" icon="x" data-scroll="keep">
            Close
          </ButtonLink>
        </>
      }
    >
      <Columns wideFirst>
        {broker.givesLightCurves ? (
          <LightCurve
            key={lightCurveHref}
            src={lightCurveHref}
            targetName={alert.name}
            deliverers={new Map([[broker.id, broker.name]])}
          />
        ) : (
          <p>{broker.name} gives no light curves.</p>
        )}
        <Stack>
          {broker.givesStamps ? (
            <Stamps key={stampHref} href={stampHref} name={alert.name} brokerName={broker.name} />
          ) : null}
          <Facts alert={alert} broker={broker} now={now} />
          {broker.givesClasses ? (
            <AlertClasses key={classesHref} href={classesHref} name={alert.name} frozen={alert.classifications} />
          ) : null}
        </Stack>
      </Columns>
    </Panel>
  );
}
