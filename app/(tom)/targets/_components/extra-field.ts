/** One declared extra field of targets, as pages and forms need it; its type itself stays on the server. */
export type ExtraField = {
  key: string;
  label: string;
  unit: string | null;
  kind: "text" | "number" | "boolean" | "date";
  hidden: boolean;
};
