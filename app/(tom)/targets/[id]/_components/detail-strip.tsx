import type { ReactNode } from "react";
import { BandMark } from "@/components/ui/band-mark";
import { CopyValue } from "@/components/ui/copy-button";
import { Muted } from "@/components/ui/text";
import { Coordinate, Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import { formatDegrees } from "@/lib/astro/angle-format";
import { constellationOf } from "@/lib/astro/constellation";
import { toGalactic } from "@/lib/astro/galactic";
import { orbitSchemeLabels } from "@/lib/astro/orbits";
import { mjdToIso } from "@/lib/astro/time";
import type { TargetPage } from "@/lib/targets/types";
import styles from "./detail.module.css";

const Item = ({ label, children }: { label: string; children: ReactNode }) => (
  <div className={styles.item}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

function Place({ raDeg, decDeg, epoch }: { raDeg: number; decDeg: number; epoch: number | null }) {
  const { lDeg, bDeg } = toGalactic({ raDeg, decDeg });
  const constellation = constellationOf({ raDeg, decDeg });
  const galactic = { precision: 4 } as const;
  const copied = `${formatDegrees(lDeg, { ...galactic, wrap: true })} ${formatDegrees(bDeg, { ...galactic, ascii: true })}`;
  return (
    <>
      <Item label={epoch === null || epoch === 2000 ? "RA, Dec (ICRS)" : `RA, Dec (ICRS, epoch ${epoch})`}>
        <Coordinate raDeg={raDeg} decDeg={decDeg} />
      </Item>
      <Item label="Galactic l, b">
        <span className={styles.mono}>
          <CopyValue text={copied} label="galactic coordinates">
            {formatDegrees(lDeg, { ...galactic, wrap: true })}
            <br />
            {formatDegrees(bDeg, { ...galactic, signed: true })}
          </CopyValue>
        </span>
      </Item>
      <Item label="Constellation">
        {constellation.name} <Muted>{constellation.symbol}</Muted>
      </Item>
    </>
  );
}

function Redshift({ redshift }: Pick<TargetPage, "redshift">) {
  if (redshift === null) return <Muted>not known</Muted>;
  const { value, error, source } = redshift;
  return (
    <>
      <NumberValue value={value} />
      {error === null ? null : (
        <>
          {"\u2009±\u2009"}
          <NumberValue value={error} />
        </>
      )}
      <span className={styles.second}>{source}</span>
    </>
  );
}

function Classification({ target }: { target: TargetPage }) {
  const [newest] = target.classifications;
  if (newest === undefined) return <Muted>none</Muted>;
  const { name, source, probability } = newest;
  return (
    <>
      {name}
      {probability === null ? null : (
        <>
          {" "}
          <NumberValue value={probability} decimals={2} />
        </>
      )}
      <span className={styles.second}>{source}</span>
    </>
  );
}

const Detection = ({ mjd, now, children }: { mjd: number | null; now: Date; children?: ReactNode }) =>
  mjd === null ? (
    <Muted>none</Muted>
  ) : (
    <>
      {children}
      <span className={children === undefined ? undefined : styles.second}>
        <UtcTime iso={mjdToIso(mjd)} precision="day" scale={false} now={now} />
      </span>
    </>
  );

/** The numbers that one looks up first, in one row. */
export function DetailStrip({ target, now }: { target: TargetPage; now: Date }) {
  const { raDeg, decDeg, epoch, scheme } = target;
  return (
    <dl className={styles.strip}>
      {raDeg === null || decDeg === null ? (
        <Item label="Position">
          moves <Muted>{scheme === null ? "" : orbitSchemeLabels[scheme]}</Muted>
        </Item>
      ) : (
        <Place raDeg={raDeg} decDeg={decDeg} epoch={epoch} />
      )}
      {target.type === "NON_SIDEREAL" ? null : (
        <Item label="Redshift">
          <Redshift redshift={target.redshift} />
        </Item>
      )}
      <Item label="Classification">
        <Classification target={target} />
      </Item>
      <Item label="Newest detection">
        <Detection mjd={target.newestDetectionMjd} now={now}>
          {target.newestMag === null ? undefined : (
            <span className={styles.newest}>
              <BandMark band={target.newestBand} /> <Magnitude mag={target.newestMag} />
            </span>
          )}
        </Detection>
      </Item>
      <Item label="First detection">
        <Detection mjd={target.firstDetectionMjd} now={now} />
      </Item>
    </dl>
  );
}
