import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button";
import { type Fact, FactList } from "@/components/ui/fact-list";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { EmptyState } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { Coordinate, NumberValue, UtcTime } from "@/components/ui/values";
import { minusSign } from "@/lib/astro/angle-format";
import { distanceModulusOf } from "@/lib/astro/distance";
import { orbitElementFields, orbitSchemeLabels } from "@/lib/astro/orbits";
import type { ClassificationEntry, RedshiftEntry, TargetPage } from "@/lib/targets/types";
import { type DetailAddress, hrefOf } from "./detail-address";
import { ClassificationEntries, RedshiftEntries } from "./detail-entries";
import { type ExtraField, ExtraValueText, extraFacts } from "./detail-extras";

/** Every digit that was given, or `decimals` of a computed value. */
const number = (value: number | null, decimals?: number): ReactNode =>
  value === null ? null : decimals === undefined ? (
    String(value).replace("-", minusSign)
  ) : (
    <NumberValue value={value} decimals={decimals} />
  );

/** "± 0.3" behind a value with an error. */
const withError = (value: number | null, error: number | null): ReactNode =>
  value === null ? null : (
    <>
      {number(value)}
      {error === null ? null : (
        <>
          {"±\u2009"}
          {number(error)}
        </>
      )}
    </>
  );

function identityFacts(target: TargetPage, now: Date): Fact[] {
  return [
    { label: "Name", value: target.name, copy: target.name },
    { label: "Aliases", value: target.aliases.length === 0 ? null : target.aliases.join(", ") },
    { label: "Type", value: target.type === "SIDEREAL" ? "Sidereal" : "Non-sidereal" },
    {
      label: "Tags",
      value:
        target.tags.length === 0
          ? null
          : target.tags.map((tag) => (
              <Badge key={tag} icon="tag" href={`/targets?tag=${encodeURIComponent(tag)}`}>
                {tag}
              </Badge>
            )),
    },
    { label: "Groups", value: target.groups.length === 0 ? null : target.groups.map(({ name }) => name).join(", ") },
    { label: "Created by", value: target.createdBy },
    { label: "Created", value: <UtcTime iso={target.createdAt} now={now} /> },
    { label: "Changed", value: <UtcTime iso={target.updatedAt} now={now} /> },
    { label: "Version", value: target.version },
    { label: "Id", value: <Mono>{target.id}</Mono>, copy: target.id },
  ];
}

function placeFacts(target: TargetPage): Fact[] {
  const modulus = distanceModulusOf({ ...target, redshift: target.redshift?.value ?? null });
  return [
    {
      label: "Position",
      value: target.raDeg === null ? null : <Coordinate raDeg={target.raDeg} decDeg={target.decDeg} />,
      hint: "ICRS",
    },
    { label: "Epoch", value: number(target.epoch), hint: "Julian year of the position; J2000 when not given" },
    { label: "Proper motion in RA", value: number(target.pmRaMasPerYr), unit: "mas/yr", hint: "Includes cos Dec" },
    { label: "Proper motion in Dec", value: number(target.pmDecMasPerYr), unit: "mas/yr" },
    { label: "Parallax", value: number(target.parallaxMas), unit: "mas" },
    { label: "Distance", value: withError(target.distancePc, target.distanceErrPc), unit: "pc" },
    {
      label: "Distance modulus",
      value: number(modulus, 2),
      unit: "mag",
      hint: "From the distance, else from the parallax, else from the redshift (flat ΛCDM, H0 = 70, Ωm = 0.3)",
    },
  ];
}

/** To what can be read: orbits come with all the digits of their arithmetic, and exports keep them. */
const toEightDecimals = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1e8) / 1e8;

/** The elements of a target that moves, and its own ephemeris. */
export function elementFacts(target: TargetPage): Fact[] {
  return [
    { label: "Scheme", value: target.scheme === null ? null : orbitSchemeLabels[target.scheme] },
    ...orbitElementFields
      .filter(({ name }) => target[name] !== null)
      .map(
        ({ name, label, unit }): Fact => ({
          label,
          value: number(toEightDecimals(target[name])),
          ...(unit === "" ? {} : { unit }),
        }),
      ),
    {
      label: "Ephemeris period",
      value: withError(target.ephemerisPeriodDays, target.ephemerisPeriodErrDays),
      unit: "d",
    },
    { label: "Ephemeris epoch", value: withError(target.ephemerisEpochMjd, target.ephemerisEpochErrDays), unit: "MJD" },
  ];
}

type Props = {
  target: TargetPage;
  address: DetailAddress;
  extraFields: readonly ExtraField[];
  redshifts: readonly RedshiftEntry[];
  classifications: readonly ClassificationEntry[];
  /** The form that was asked for. */
  opened: ReactNode;
  now: Date;
};

const Add = ({ href, children }: { href: string; children: string }) => (
  <ButtonLink look="quiet" small icon="plus" href={href} data-scroll="keep">
    {children}
  </ButtonLink>
);

/** Everything that is known of the target itself. */
export function FactsTab({ target, address, extraFields, redshifts, classifications, opened, now }: Props) {
  const { canChange } = target.rights;
  const extras = extraFacts(target.extras, extraFields);
  const panel = (name: "redshift" | "classification") => hrefOf(address, { tab: "facts", panel: name });
  return (
    <Stack>
      {opened}
      <Columns>
        <Panel id="identity" title="Identity">
          <FactList facts={identityFacts(target, now)} />
        </Panel>
        <Stack>
          {target.type === "SIDEREAL" ? (
            <Panel id="place" title="Position and distance">
              <FactList facts={placeFacts(target)} />
            </Panel>
          ) : null}
          <Panel id="extras" title="Extra fields">
            {extras.length === 0 ? (
              <EmptyState title="No extra fields" icon="list" />
            ) : (
              <FactList
                facts={extras.map(({ label, unit, value, field }) => ({
                  label,
                  value: value === null ? null : <ExtraValueText value={value} kind={field?.kind ?? null} now={now} />,
                  ...(unit === null || field?.kind === "date" ? {} : { unit }),
                }))}
              />
            )}
          </Panel>
        </Stack>
      </Columns>
      <Panel
        id="redshifts"
        title="Redshifts"
        note="The newest stands for the target."
        flush
        actions={canChange ? <Add href={panel("redshift")}>Add a redshift</Add> : undefined}
      >
        <RedshiftEntries targetId={target.id} entries={redshifts} canChange={canChange} now={now} />
      </Panel>
      <Panel
        id="classifications"
        title="Classifications"
        note="Dated and attributed; never compared between classifiers."
        flush
        actions={canChange ? <Add href={panel("classification")}>Add a classification</Add> : undefined}
      >
        <ClassificationEntries targetId={target.id} entries={classifications} canChange={canChange} now={now} />
      </Panel>
    </Stack>
  );
}
