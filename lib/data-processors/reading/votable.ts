import { XMLParser, XMLValidator } from "fast-xml-parser";
import * as z from "zod";
import { jdMinusMjd } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { Column, TextTable } from "./table";

const xmlAtMost = 32 * 1024 * 1024;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  maxNestedTags: 40,
  isArray: (name) => ["RESOURCE", "TABLE", "FIELD", "TR", "TD", "TIMESYS", "PARAM", "INFO"].includes(name),
});

const text = z.string().optional();
// An element without attributes comes as its text.
const cell = z.union([z.string(), z.looseObject({ "#text": text }).transform((td) => td["#text"] ?? "")]);
const empty = z.literal("");
const field = z.looseObject({ "@name": text, "@unit": text, "@ucd": text, "@ref": text });
const timeSystem = z.looseObject({ "@ID": text, "@timescale": text, "@timeorigin": text });
const param = z.looseObject({ "@name": text, "@value": text });
const row = z.union([empty.transform(() => ({ TD: [] })), z.looseObject({ TD: z.array(cell).default([]) })]);
const table = z.looseObject({
  FIELD: z.array(field).default([]),
  PARAM: z.array(z.union([empty, param])).default([]),
  DATA: z
    .union([
      empty,
      z.looseObject({
        TABLEDATA: z.union([empty, z.looseObject({ TR: z.array(row).default([]) })]).optional(),
        BINARY: z.unknown().optional(),
        BINARY2: z.unknown().optional(),
        FITS: z.unknown().optional(),
      }),
    ])
    .optional(),
});
const resource: z.ZodType<Resource> = z.lazy(() =>
  z.looseObject({
    RESOURCE: z.array(z.union([empty, resource])).optional(),
    TABLE: z.array(z.union([empty, table])).optional(),
    TIMESYS: z.array(timeSystem).optional(),
  }),
);
type Resource = {
  RESOURCE?: ("" | Resource)[] | undefined;
  TABLE?: ("" | z.output<typeof table>)[] | undefined;
  TIMESYS?: z.output<typeof timeSystem>[] | undefined;
};
const document = z.looseObject({ VOTABLE: z.union([empty, resource]) });

const refused = (message: string, cause?: unknown): TomError => new TomError("INVALID_INPUT", message, { cause });

/** VOTable with TABLEDATA: the first table that has rows. Row numbers count its rows. */
export function readVotable(xml: string): TextTable {
  if (xml.length > xmlAtMost) throw new TomError("LIMIT_EXCEEDED", "VOTables up to 32 MB can be read.");
  if (/<!(DOCTYPE|ENTITY)/i.test(xml))
    throw refused("The VOTable declares entities or a document type: take them out.");
  const checked = XMLValidator.validate(xml);
  if (checked !== true) throw refused(`Line ${checked.err.line}: the XML is not well formed.`, checked.err);
  const parsed = document.safeParse(parse(xml));
  if (!parsed.success) throw refused("The file is XML, but not a VOTable.", parsed.error);
  const root = parsed.data.VOTABLE;
  const { tables, systems } = root === "" ? { tables: [], systems: [] } : collect(root);
  const found = tables.find(({ DATA }) => DATA !== undefined && DATA !== "");
  if (!found || found.DATA === undefined || found.DATA === "") throw refused("The VOTable holds no table with rows.");
  const { TABLEDATA } = found.DATA;
  if (TABLEDATA === undefined) {
    throw refused(
      "The VOTable keeps its rows in binary form. Save it with TABLEDATA (in TOPCAT: “VOTable (tabledata)”).",
    );
  }
  const rows = TABLEDATA === "" ? [] : TABLEDATA.TR;
  const keywords = found.PARAM.flatMap((one) =>
    one !== "" && one["@name"] ? [[one["@name"].toUpperCase(), plain(one["@value"] ?? "")] as const] : [],
  );
  return {
    form: "VOTable",
    columns: found.FIELD.map((one) => columnOf(one, systems)),
    headingRow: null,
    keywords: new Map(keywords),
    notes: tables.length > 1 ? [`The file holds ${tables.length} tables; the first with rows was read.`] : [],
    each(visit) {
      for (const [index, { TD }] of rows.entries()) {
        const cells = TD.map((one) => plain(one).trim());
        visit(
          index + 1,
          cells.length === found.FIELD.length
            ? cells
            : { message: `has ${cells.length} cells where the table has ${found.FIELD.length} columns` },
        );
      }
    },
  };
}

function parse(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch (error) {
    throw refused("The XML cannot be read: it is damaged or nested too deep.", error);
  }
}

type Systems = z.output<typeof timeSystem>[];

function collect(at: Resource): { tables: z.output<typeof table>[]; systems: Systems } {
  const inner = (at.RESOURCE ?? []).flatMap((one) => (one === "" ? [] : [collect(one)]));
  return {
    tables: [...(at.TABLE ?? []).filter((one) => one !== ""), ...inner.flatMap(({ tables }) => tables)],
    systems: [...(at.TIMESYS ?? []), ...inner.flatMap(({ systems }) => systems)],
  };
}

function columnOf(one: z.output<typeof field>, systems: Systems): Column {
  const system = one["@ref"] === undefined ? undefined : systems.find((each) => each["@ID"] === one["@ref"]);
  return {
    name: plain(one["@name"] ?? ""),
    unit: plain(one["@unit"] ?? "") || null,
    ucd: one["@ucd"] ?? null,
    timeScale: system?.["@timescale"] ?? null,
    jdOrigin: originOf(system?.["@timeorigin"]),
  };
}

function originOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^mjd-origin$/i.test(text)) return jdMinusMjd;
  if (/^jd-origin$/i.test(text)) return 0;
  const origin = Number(text);
  return Number.isFinite(origin) ? origin : null;
}

/** The five entities that XML itself has; others stay as they are written. */
const plain = (value: string): string =>
  value.includes("&")
    ? value
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&apos;", "'")
        .replaceAll("&amp;", "&")
    : value;
