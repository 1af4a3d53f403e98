/** Kinds whose last word alone does not say what is done. */
const said: Readonly<Record<string, string>> = {
  "dataProducts.process": "Read a file",
  "targets.import": "Import targets",
  "targets.change": "Change many targets",
  "observations.poll": "Ask for the state of observations",
  "observations.saveFiles": "Save files of an observation",
};

/** What a job does, for people: "alerts.fetchPhotometry" -> "Fetch photometry". */
export function kindWords(kind: string): string {
  const known = said[kind];
  if (known !== undefined) return known;
  const words = (kind.split(".").at(-1) ?? kind).replace(/[-_]/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2");
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
