import { ButtonLink } from "@/components/ui/button";
import { type Column, DataTable } from "@/components/ui/data-table";
import { Panel, Stack } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { NumberValue, UtcTime } from "@/components/ui/values";
import type { SpectrumFacts } from "@/lib/reduced-data/types";
import type { TargetPage } from "@/lib/targets/types";
import { type DetailAddress, hrefOf } from "./detail-address";
import { Spectrum } from "./detail-lazy-forms";

export type LoadedSpectra = { spectra: readonly SpectrumFacts[] };

type Props = LoadedSpectra & { target: TargetPage; address: DetailAddress; now: Date };

const unitText = (unit: string): string => (unit === "Angstrom" ? "Å" : unit);

const nameOf = ({ telescope, instrument, source }: SpectrumFacts): string =>
  [telescope, instrument].filter((part) => part !== null).join(" ") || source;

const fileOf = ({ provenance }: SpectrumFacts): string | null => /^file:(.+)$/.exec(provenance)?.[1] ?? null;

const columns = (now: Date, hrefTo: (spectrum: SpectrumFacts) => string, shown: string): Column<SpectrumFacts>[] => [
  {
    id: "time",
    header: "Observed",
    unit: "UTC",
    isName: true,
    nowrap: true,
    cell: (spectrum) => (
      <a href={hrefTo(spectrum)} data-scroll="keep" aria-current={spectrum.id === shown ? "true" : undefined}>
        {spectrum.observedAt === null ? "not said" : <UtcTime iso={spectrum.observedAt} scale={false} now={now} />}
      </a>
    ),
  },
  { id: "with", header: "Telescope and instrument", cell: nameOf },
  {
    id: "range",
    header: "Wavelength",
    numeric: true,
    nowrap: true,
    cell: ({ wavelengthMin, wavelengthMax, wavelengthUnit }) =>
      `${Number(wavelengthMin.toPrecision(5))}–${Number(wavelengthMax.toPrecision(5))} ${unitText(wavelengthUnit)}`,
  },
  { id: "points", header: "Samples", numeric: true, cell: ({ points }) => points.toLocaleString("en") },
  {
    id: "exposure",
    header: "Exposure",
    unit: "s",
    numeric: true,
    cell: ({ exposureS }) => (exposureS === null ? "–" : <NumberValue value={exposureS} decimals={0} />),
  },
  { id: "source", header: "By", cell: ({ observer, source }) => observer ?? source },
  {
    id: "file",
    header: "File",
    cell: (spectrum) => {
      const file = fileOf(spectrum);
      return file === null ? "–" : <a href={`/data/${file}`}>see it</a>;
    },
  },
];

/** The spectra of a target: one drawn, all listed. */
export function SpectraTab({ target, address, spectra, now }: Props) {
  const shown = spectra.find(({ id }) => id === address.spectrum) ?? spectra[0];
  if (shown === undefined) {
    const next = (
      <ButtonLink small icon="upload" href={hrefOf(address, { tab: "data", panel: "upload" })} data-scroll="keep">
        Upload a spectrum
      </ButtonLink>
    );
    return (
      <Panel>
        <EmptyState title="No spectra yet" icon="telescope" {...(target.rights.canChange ? { next } : {})}>
          A text file with columns of wavelength and flux, or a FITS spectrum, is drawn here.
        </EmptyState>
      </Panel>
    );
  }
  const hrefTo = ({ id }: SpectrumFacts): string => hrefOf(address, { tab: "spectra", spectrum: id });
  return (
    <Stack>
      <Panel
        title="Spectrum"
        id="spectrum"
        note={[nameOf(shown), shown.medium === null ? null : `wavelengths in ${shown.medium}`]
          .filter((part) => part !== null)
          .join(", ")}
        flush
      >
        <Spectrum
          src={`/api/v1/spectra/${shown.id}`}
          title={`${target.name}, ${nameOf(shown)}, ${shown.observedAt ?? "time not said"}`}
          redshift={target.redshift?.value ?? null}
        />
      </Panel>
      <Panel title="All spectra" id="spectra" flush>
        <DataTable
          caption={`Spectra of ${target.name}`}
          columns={columns(now, hrefTo, shown.id)}
          rows={spectra}
          rowKey={({ id }) => id}
          rowHref={hrefTo}
          compact
          empty={null}
        />
      </Panel>
    </Stack>
  );
}
