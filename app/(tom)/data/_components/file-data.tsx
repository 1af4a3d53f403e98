import { BandMark } from "@/components/ui/band-mark";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel } from "@/components/ui/panel";
import { Magnitude, NumberValue, UtcTime } from "@/components/ui/values";
import type { DataProductBelongings, DataProductDto, ProductPoint, ProductSpectrum } from "@/lib/data-products/types";

const pointColumns = (now: Date): Column<ProductPoint>[] => [
  {
    id: "time",
    header: "Observed",
    unit: "UTC",
    isName: true,
    nowrap: true,
    cell: (point) => <UtcTime iso={point.observedAt} scale={false} now={now} />,
  },
  {
    id: "mjd",
    header: "MJD",
    numeric: true,
    cell: (point) => <NumberValue value={point.observedAtMjd} decimals={5} />,
  },
  { id: "band", header: "Band", cell: (point) => <BandMark band={point.band} /> },
  {
    id: "mag",
    header: "Magnitude",
    numeric: true,
    nowrap: true,
    cell: (point) => <Magnitude mag={point.mag} magErr={point.magErr} limitMag={point.limitMag} />,
  },
  { id: "source", header: "Source", cell: (point) => point.source },
  { id: "telescope", header: "Telescope", cell: (point) => point.telescope ?? "–" },
];

type Props = {
  product: DataProductDto;
  points: readonly ProductPoint[];
  spectra: readonly ProductSpectrum[];
  belongings: DataProductBelongings;
  now: Date;
};

/** The measurements and spectra that a file gave to its target. */
export function FileData({ product, points, spectra, belongings, now }: Props) {
  const total = belongings.photometry.own + belongings.photometry.shared;
  return (
    <>
      {points.length === 0 ? null : (
        <Panel
          title="Its measurements"
          id="points"
          note={total > points.length ? `the newest ${points.length} of ${total.toLocaleString("en")}` : undefined}
          actions={<a href={`/targets/${product.targetId}`}>See the light curve</a>}
          flush
        >
          <DataTable
            caption="Measurements of this file"
            columns={pointColumns(now)}
            rows={points}
            rowKey={(point) => point.row}
            compact
            empty={null}
          />
        </Panel>
      )}
      {spectra.length === 0 ? null : (
        <Panel title="Its spectra" id="spectra">
          <ul>
            {spectra.map((spectrum) => (
              <li key={spectrum.id}>
                <a href={`/targets/${product.targetId}?tab=spectra&spectrum=${spectrum.id}`}>
                  {spectrum.instrument ?? "Spectrum"}, {spectrum.points.toLocaleString("en")} samples
                </a>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
