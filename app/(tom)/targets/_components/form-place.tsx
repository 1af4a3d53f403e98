"use client";

import { useWatch } from "react-hook-form";
import { FieldGrid, FormSection } from "@/components/forms/form-layout";
import { NumberField, SelectField } from "@/components/forms/text-fields";
import { AngleField } from "@/components/forms/understood-fields";
import type { ActionForm } from "@/components/forms/use-action-form";
import { elementFields, orbitSchemeLabels, orbitSchemes } from "@/lib/astro/orbits";
import type { TargetFormValues } from "./form-values";

type Props = { form: ActionForm<TargetFormValues> };

const schemes = orbitSchemes.map((scheme) => ({ value: scheme, label: orbitSchemeLabels[scheme] }));

const Position = ({ form }: Props) => (
  <FormSection title="Position" help="ICRS. A plain number is degrees; anything sexagesimal is hours in RA.">
    <FieldGrid>
      <AngleField form={form} name="raDeg" kind="ra" label="Right ascension" decName="decDeg" />
      <AngleField form={form} name="decDeg" kind="dec" label="Declination" />
    </FieldGrid>
    <FieldGrid>
      <NumberField form={form} name="epoch" label="Epoch" unit="Julian year" placeholder="2000" optional />
      <NumberField
        form={form}
        name="pmRaMasPerYr"
        label="Proper motion in RA"
        unit="mas/yr"
        optional
        help="Includes cos Dec."
      />
      <NumberField form={form} name="pmDecMasPerYr" label="Proper motion in Dec" unit="mas/yr" optional />
      <NumberField form={form} name="parallaxMas" label="Parallax" unit="mas" optional />
      <NumberField form={form} name="distancePc" label="Distance" unit="pc" optional />
      <NumberField form={form} name="distanceErrPc" label="Distance error" unit="pc" optional />
    </FieldGrid>
  </FormSection>
);

function Elements({ form }: Props) {
  const scheme = useWatch({ control: form.control, name: "scheme" });
  return (
    <FormSection
      title="Orbital elements"
      help="Heliocentric, ecliptic and equinox J2000.0. 0 is a value; empty is not given."
    >
      <FieldGrid>
        <SelectField
          form={form}
          name="scheme"
          label="Scheme"
          options={schemes}
          emptyLabel="Choose one"
          whenEmpty={null}
        />
      </FieldGrid>
      {scheme === null ? null : (
        <FieldGrid>
          {elementFields(scheme).map(({ name, label, unit, required }) => (
            <NumberField
              key={name}
              form={form}
              name={name}
              label={label}
              optional={!required}
              {...(unit === "" ? {} : { unit })}
            />
          ))}
          <NumberField form={form} name="ephemerisPeriodDays" label="Ephemeris period" unit="d" optional />
          <NumberField form={form} name="ephemerisPeriodErrDays" label="Ephemeris period error" unit="d" optional />
          <NumberField form={form} name="ephemerisEpochMjd" label="Ephemeris epoch" unit="MJD" optional />
          <NumberField form={form} name="ephemerisEpochErrDays" label="Ephemeris epoch error" unit="d" optional />
        </FieldGrid>
      )}
    </FormSection>
  );
}

/** Where it is: a position, or the elements of its orbit. */
export function PlaceFields({ form }: Props) {
  const type = useWatch({ control: form.control, name: "type" });
  return type === "SIDEREAL" ? <Position form={form} /> : <Elements form={form} />;
}
