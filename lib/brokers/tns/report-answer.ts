import type { UpstreamMessage, UpstreamReceipt } from "../contract-upstream";
import { objnameOf } from "./mapping";

/**
 * What the TNS answers to a report. Its messages stand under their number, somewhere below the report or the field that
 * they are about: {"at_report": [{"100": {"message": ..., "message_id": 100, "objname": ...}}]}.
 */

type Found = UpstreamMessage & { more: Readonly<Record<string, unknown>> };

const deepest = 12;
const mostMessages = 100;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Plain text, on one line, not too long: it is shown as what the TNS said. */
const plain = (text: string): string =>
  text
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 500);

const isNumber = (key: string): boolean => /^\d+$/.test(key);
const frames: ReadonlySet<string> = new Set([
  "at_report",
  "classification_report",
  "classification_messages",
  "feedback",
]);

function collect(value: unknown, path: readonly string[], found: Found[]): void {
  if (path.length > deepest || found.length >= mostMessages) return;
  if (Array.isArray(value)) {
    for (const one of value) collect(one, path, found);
    return;
  }
  const field = path.filter((key) => !isNumber(key) && !frames.has(key)).join(".") || null;
  if (typeof value === "string" && field !== null && plain(value) !== "") {
    // A field with a bare sentence, without a number.
    found.push({ field, code: null, text: plain(value), more: {} });
    return;
  }
  if (!isRecord(value)) return;
  if (typeof value.message === "string") {
    const code = value.message_id ?? path.findLast(isNumber) ?? null;
    found.push({ field, code: code === null ? null : String(code), text: plain(value.message), more: value });
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    // What we sent ourselves comes back beside the messages.
    if (key !== "internal_ids") collect(inner, [...path, key], found);
  }
}

const textOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value).trim() || null : null;

/** The name in a message: made (100), there already (101), or of another prefix now (121). */
function nameIn({ code, more }: Found): string | null {
  const objname = textOf(more.objname);
  if (code === "121") return textOf(more.new_object_name)?.replace(/\s+/g, "") ?? null;
  if (objname === null) return null;
  return code === "100" ? `AT${objname}` : `${textOf(more.prefix) ?? ""}${objname}`;
}

const sentences: Readonly<Record<string, (name: string) => string>> = {
  "100": (name) => `The TNS made the object ${name}.`,
  "101": (name) => `The TNS has the object already: ${name}.`,
  "121": (name) => `The object's name at the TNS is ${name} now.`,
};

const objectPage = (site: string, name: string): string => `${site}/object/${encodeURIComponent(objnameOf(name))}`;

/** Numbers below 100 are complaints; 110 says that there is no such object. */
const isComplaint = ({ code, field }: Found): boolean =>
  code === null ? field !== null : Number(code) < 100 || code === "110";

type Asked = { reference: string | null; site: string };

export const pendingReceipt = ({ reference }: Pick<Asked, "reference">): UpstreamReceipt => ({
  state: "pending",
  reference,
  url: null,
  name: null,
  message: "The TNS has taken the report and has not answered yet.",
  messages: [],
});

export const acceptedReceipt = (name: string, code: "100" | "101" | "121" | null, asked: Asked): UpstreamReceipt => ({
  state: "accepted",
  reference: asked.reference,
  url: objectPage(asked.site, name),
  name,
  message: code === null ? `The TNS has the object as ${name}.` : (sentences[code]?.(name) ?? ""),
  messages: [],
});

/** The answer to a poll, `isRefused` when its status said so. */
export function receiptOf(data: unknown, isRefused: boolean, asked: Asked): UpstreamReceipt {
  const feedback = isRecord(data) && "feedback" in data ? data.feedback : data;
  const found: Found[] = [];
  collect(feedback, [], found);
  const messages = found.map(({ field, code, text }) => ({ field, code, text }));
  const isAt = isRecord(feedback) && "at_report" in feedback;
  const naming = found.find(({ code }) => code === "121") ?? found.find(({ code }) => code === "100" || code === "101");
  const name = naming === undefined ? null : nameIn(naming);
  const isBad = isRefused || (name === null && (isAt || found.some(isComplaint)));
  if (isBad) {
    const first = found.find(isComplaint) ?? found[0];
    return {
      state: "rejected",
      reference: asked.reference,
      url: null,
      name: null,
      message: first === undefined ? "The TNS rejected the report." : `The TNS rejected the report: ${first.text}`,
      messages,
    };
  }
  if (name === null) {
    const said = found.map((one) => nameIn(one)).find((one) => one !== null) ?? null;
    const url = said === null ? null : objectPage(asked.site, said);
    return {
      state: "accepted",
      reference: asked.reference,
      url,
      name: said,
      message: "The TNS accepted the report.",
      messages,
    };
  }
  const sentence = sentences[naming?.code ?? ""]?.(name) ?? "The TNS accepted the report.";
  return {
    state: "accepted",
    reference: asked.reference,
    url: objectPage(asked.site, name),
    name,
    message: sentence,
    messages,
  };
}
