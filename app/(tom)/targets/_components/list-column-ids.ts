/** The columns that the list can show beside the name, in their order. */
export const listColumnIds = [
  "type",
  "position",
  "newestMag",
  "newestDetection",
  "sparkline",
  "classification",
  "redshift",
  "tags",
  "visibility",
  "created",
  "updated",
] as const;
export type ListColumnId = (typeof listColumnIds)[number];

export const listColumnLabels: Record<ListColumnId, string> = {
  type: "Type",
  position: "RA, Dec",
  newestMag: "Newest magnitude",
  newestDetection: "Newest detection",
  sparkline: "Light curve",
  classification: "Classification",
  redshift: "Redshift",
  tags: "Tags",
  visibility: "Visibility",
  created: "Created",
  updated: "Changed",
};

/** Id of the drawing that says who may see a target. */
export const visibilityMarkId = (visibility: string): string => `seen-${visibility}`;
