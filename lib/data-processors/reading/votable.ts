import { XMLParser, XMLValidator } from "fast-xml-parser";
import * as z from "zod";
import { jdMinusMjd } from "@/lib/astro/time";
import { TomError } from "@/lib/core/errors";
import type { Column, TextTable } from "./table";
import { eachBinaryRow, streamBytes } from "./votable-binary";

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
const field = z.looseObject({
  "@name": text,
  "@unit": text,
  "@ucd": text,
  "@ref": text,
  "@datatype": text,
  "@arraysize": text,
  VALUES: z.unknown().optional(),
});
const timeSystem = z.looseObject({ "@ID": text, "@timescale": text, "@timeorigin": text });
const param = z.looseObject({ "@name": text, "@value": text });
// Without attributes a stream comes as its text.
const binary = z.union([
  empty,
  z.looseObject({
    STREAM: z.union([z.string(), z.looseObject({ "#text": text, "@encoding": text, "@href": text })]).optional(),
  }),
]);
const row = z.union([empty.transform(() => ({ TD: [] })), z.looseObject({ TD: z.array(cell).default([]) })]);
const table = z.looseObject({
  FIELD: z.array(field).default([]),
  PARAM: z.array(z.union([empty, param])).default([]),
  DATA: z
    .union([
      empty,
      z.looseObject({
        TABLEDATA: z.union([empty, z.looseObject({ TR: z.array(row).default([]) })]).optional(),
        BINARY: binary.optional(),
        BINARY2: binary.optional(),
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

/** VOTable with TABLEDATA, BINARY or BINARY2: the first table that has rows. Row numbers count its rows. */
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
  const keywords = found.PARAM.flatMap((one) =>
    one !== "" && one["@name"] ? [[one["@name"].toUpperCase(), plain(one["@value"] ?? "")] as const] : [],
  );
  return {
    form: "VOTable",
    columns: found.FIELD.map((one) => columnOf(one, systems)),
    headingRow: null,
    keywords: new Map(keywords),
    notes: tables.length > 1 ? [`The file holds ${tables.length} tables; the first with rows was read.`] : [],
    each: rowsOf(found.DATA, found.FIELD),
  };
}

type Data = Exclude<NonNullable<z.output<typeof table>["DATA"]>, "">;
type Fields = z.output<typeof table>["FIELD"];

function rowsOf({ TABLEDATA, BINARY, BINARY2 }: Data, fields: Fields): TextTable["each"] {
  if (TABLEDATA !== undefined) return eachOfText(TABLEDATA === "" ? [] : TABLEDATA.TR, fields.length);
  const stream = BINARY2 ?? BINARY;
  if (stream === undefined) {
    throw refused(
      "The VOTable keeps its rows as a FITS file. Save it with TABLEDATA (in TOPCAT: “VOTable (tabledata)”).",
    );
  }
  const said = stream === "" ? undefined : stream.STREAM;
  const {
    text = "",
    encoding,
    href,
  } = typeof said === "object"
    ? { text: said["#text"], encoding: said["@encoding"], href: said["@href"] }
    : { text: said, encoding: undefined, href: undefined };
  const bytes = streamBytes({ text, encoding, href });
  const binaryFields = fields.map((one) => ({
    datatype: one["@datatype"],
    arraysize: one["@arraysize"],
    nullValue: nullOf(one.VALUES),
  }));
  return (visit) => eachBinaryRow(bytes, binaryFields, BINARY2 !== undefined, visit);
}

/** The number that stands for none, of a VALUES element. */
function nullOf(values: unknown): string | undefined {
  const found = z.looseObject({ "@null": z.string() }).safeParse(values);
  return found.success ? found.data["@null"] : undefined;
}

const eachOfText =
  (rows: readonly { TD: readonly string[] }[], width: number): TextTable["each"] =>
  (visit) => {
    for (const [index, { TD }] of rows.entries()) {
      const cells = TD.map((one) => plain(one).trim());
      const message = `has ${cells.length} cells where the table has ${width} columns`;
      visit(index + 1, cells.length === width ? cells : { message });
    }
  };

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
