/** The fields of view on offer, edge of the square in arcminutes. */
export const fieldsArcmin = [2, 5, 10, 30, 60] as const;
export type FieldArcmin = (typeof fieldsArcmin)[number];

export const defaultFieldArcmin: FieldArcmin = 10;

/** The field on offer of this number; the usual one for anything else. */
export const fieldFrom = (value: unknown): FieldArcmin =>
  fieldsArcmin.find((field) => field === Number(value)) ?? defaultFieldArcmin;

export const fieldLabel = (arcmin: number): string => (arcmin >= 60 ? `${arcmin / 60}°` : `${arcmin}′`);

/** Query parameter that keeps the field of view. */
export const fieldParameter = "sky.field";
