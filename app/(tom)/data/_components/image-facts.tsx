import { type Fact, FactList } from "@/components/ui/fact-list";
import { Notice } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { formatDegrees } from "@/lib/astro/angle-format";
import { mjdToIso } from "@/lib/astro/time";
import type { DataProductResult } from "@/lib/data-products/types";

type Header = NonNullable<DataProductResult["header"]>;

const formats: Readonly<Record<Header["format"], string>> = { fits: "FITS", png: "PNG", jpeg: "JPEG" };

const told = (label: string, value: string | null, unit?: string): Fact[] =>
  value === null ? [] : [{ label, value, ...(unit === undefined ? {} : { unit }) }];

const numberText = (value: number | null): string | null =>
  value === null ? null : String(Number(value.toPrecision(6)));

const placeText = ({ raDeg, decDeg }: { raDeg: number; decDeg: number }): string =>
  `${formatDegrees(raDeg)} ${formatDegrees(decDeg)}`;

function factsOf(header: Header, now: Date): Fact[] {
  const { object, telescope, instrument, filter, exposureS, observed, centre, pixelScaleArcsec } = header;
  return [
    { label: "Image", value: `${formats[header.format]}, ${header.width} × ${header.height}`, unit: "pixels" },
    ...told("Object", object),
    ...(observed === null
      ? []
      : [
          { label: "Observed", value: <UtcTime iso={mjdToIso(observed.observedAtMjd)} precision="second" now={now} /> },
        ]),
    ...told("Exposure", numberText(exposureS), "s"),
    ...told("Filter", filter),
    ...told("Telescope", telescope),
    ...told("Instrument", instrument),
    ...(centre === null
      ? []
      : [{ label: "Centre (ICRS)", value: <Mono>{placeText(centre)}</Mono>, copy: placeText(centre) }]),
    ...told("Pixel scale", numberText(pixelScaleArcsec), "arcsec"),
  ];
}

/** What the header of an image says. */
export function ImageFacts({ header, notes, now }: { header: Header; notes: readonly string[]; now: Date }) {
  return (
    <>
      <FactList facts={factsOf(header, now)} />
      {notes.map((note) => (
        <Notice key={note}>{note}</Notice>
      ))}
    </>
  );
}
