import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** The documents of the repository that are also read inside the app, by their address. */
export const documents = {
  "getting-started": "Getting started",
  importing: "Importing targets",
  brokers: "Brokers",
  queries: "Scheduled queries",
  observations: "Observations",
  "data-products": "Data products",
  "data-processors": "Data processors",
  fields: "Field reference",
  "adding-a-broker": "Adding a broker",
  hooks: "Hooks",
  operations: "Operations",
  architecture: "Architecture",
} as const;

export type DocumentName = keyof typeof documents;

export const isDocument = (name: string): name is DocumentName => Object.hasOwn(documents, name);

/** A document as Markdown. */
export const readDocument = (name: DocumentName): Promise<string> =>
  readFile(join(process.cwd(), "docs", `${name}.md`), "utf8");
