import { hookNames } from "@/lib/hooks/contract";
import { parts, unknownIn } from "./values";

type Source = Record<string, string | undefined>;

/** Where events are sent, as the environment says it. */
export type WebhookSettings = {
  url: string;
  /** `whsec_` and the key in base64. */
  secret: string;
  /** Hooks; undefined = all. */
  events: readonly string[] | undefined;
};

const given = (source: Source, name: string): string => source[name]?.trim() ?? "";

/** What is wrong with TOM_WEBHOOK_*, each in a sentence. */
export function webhookProblems(source: Source): string[] {
  const [url, secret] = [given(source, "TOM_WEBHOOK_URL"), given(source, "TOM_WEBHOOK_SECRET")];
  const problems: string[] = [];
  if (url !== "" && secret === "") problems.push("TOM_WEBHOOK_SECRET: required when TOM_WEBHOOK_URL is set");
  if (secret !== "" && !/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(secret)) {
    problems.push("TOM_WEBHOOK_SECRET: must be whsec_ followed by the key in base64");
  }
  const unknown = unknownIn(given(source, "TOM_WEBHOOK_EVENTS"), hookNames, "hook");
  if (unknown !== null) problems.push(`TOM_WEBHOOK_EVENTS: ${unknown}`);
  const problem = url === "" ? null : addressProblem(url, given(source, "TOM_ALLOW_PRIVATE_HOSTS"));
  return problem === null ? problems : [...problems, `TOM_WEBHOOK_URL: ${problem}`];
}

function addressProblem(text: string, allowed: string): string | null {
  if (!URL.canParse(text)) return "must be an address such as https://example.org/hooks";
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return "must not hold a name or password; the signature is the proof";
  if (url.protocol === "https:") return null;
  const pair = `${url.hostname}:${url.port || "80"}`;
  const isAllowed = allowed.split(",").some((one) => one.trim().toLowerCase() === pair);
  if (url.protocol === "http:" && isAllowed) return null;
  return `must be https; plain http only to an address of TOM_ALLOW_PRIVATE_HOSTS (${pair} is not in it)`;
}

export function webhookSettings(source: Source): WebhookSettings | undefined {
  const url = given(source, "TOM_WEBHOOK_URL");
  if (url === "") return undefined;
  const names = parts(given(source, "TOM_WEBHOOK_EVENTS"));
  return { url, secret: given(source, "TOM_WEBHOOK_SECRET"), events: names.length > 0 ? names : undefined };
}
