/** How this TOM meets Inngest, from the SDK's own names. */
export type InngestSettings = {
  /** What this app is called there. Two installations that share one Inngest need two names. */
  appId: string;
  /** Unsigned calls are taken, as the dev server makes them. Never in production. */
  isDev: boolean;
  eventKey: string | undefined;
  signingKey: string | undefined;
  signingKeyFallback: string | undefined;
  /** A branch environment of Inngest Cloud. */
  environment: string | undefined;
  /** Where functions are registered and asked for, and where events go. */
  apiUrl: string;
  eventUrl: string;
  /** True for Inngest Cloud, which is not asked what it knows. */
  isCloud: boolean;
  /** Where Inngest finds this app. */
  serveOrigin: string;
  servePath: string;
  /** Whether anybody may ask this app to register itself. */
  allowUnsignedSync: boolean;
};

type Source = Record<string, string | undefined>;

const cloudApiUrl = "https://api.inngest.com/";
const cloudEventUrl = "https://inn.gs/";
const devServerUrl = "http://localhost:8288/";

/** What switches Inngest on. The others only say more about it. */
const switches = [
  "INNGEST_EVENT_KEY",
  "INNGEST_SIGNING_KEY",
  "INNGEST_BASE_URL",
  "INNGEST_API_BASE_URL",
  "INNGEST_EVENT_API_BASE_URL",
] as const;
const addresses = [
  "INNGEST_BASE_URL",
  "INNGEST_API_BASE_URL",
  "INNGEST_EVENT_API_BASE_URL",
  "INNGEST_SERVE_ORIGIN",
  "INNGEST_SERVE_HOST",
] as const;

const given = (source: Source, name: string): string => source[name]?.trim() ?? "";

const asBoolean = (text: string): boolean | undefined =>
  /^(1|true)$/i.test(text) ? true : /^(0|false)$/i.test(text) ? false : undefined;

/** As the SDK reads it: an address may come without its scheme. */
const asUrl = (text: string): string => (text.includes("://") ? text : `http://${text}`);

const isHttp = (text: string): boolean => URL.canParse(asUrl(text)) && /^https?:$/.test(new URL(asUrl(text)).protocol);

type DevMode = { on: boolean; url: string | undefined };

/** `INNGEST_DEV` is a switch or the address of a dev server. */
function devMode(source: Source): DevMode {
  const text = given(source, "INNGEST_DEV");
  const flag = asBoolean(text);
  return flag === undefined && text !== "" ? { on: true, url: asUrl(text) } : { on: flag === true, url: undefined };
}

const usesInngest = (source: Source): boolean =>
  devMode(source).on || switches.some((name) => given(source, name) !== "");

/** What is wrong with the settings of Inngest, each problem with its name. */
export function inngestProblems(source: Source): string[] {
  const problems: string[] = [];
  const dev = devMode(source);
  const production = (given(source, "NODE_ENV") || "production") === "production";
  if (dev.on && production) {
    problems.push("INNGEST_DEV: must not be set in production, it would accept unsigned calls");
  }
  if (dev.url !== undefined && !isHttp(dev.url)) {
    problems.push("INNGEST_DEV: must be 1, 0 or the address of a dev server, such as http://127.0.0.1:8288");
  }
  for (const name of addresses) {
    const text = given(source, name);
    if (text !== "" && !isHttp(text)) problems.push(`${name}: must be an address such as https://inngest.example.org`);
  }
  if (usesInngest(source) && !dev.on) {
    for (const name of ["INNGEST_EVENT_KEY", "INNGEST_SIGNING_KEY"] as const) {
      if (given(source, name) === "") problems.push(`${name}: required when Inngest is the engine`);
    }
  }
  if (!/^[\w-]{0,60}$/.test(given(source, "TOM_INNGEST_APP_ID"))) {
    problems.push("TOM_INNGEST_APP_ID: letters, digits, dashes and underscores, at most 60");
  }
  return problems;
}

/** The settings of an environment without problems; null where the embedded engine is the one. */
export function inngestSettings(source: Source, origin: string): InngestSettings | null {
  if (!usesInngest(source)) return null;
  const optional = (name: string): string | undefined => given(source, name) || undefined;
  const address = (name: string): string | undefined => {
    const text = optional(name);
    return text === undefined ? undefined : asUrl(text);
  };
  const dev = devMode(source);
  const base = address("INNGEST_BASE_URL") ?? dev.url ?? (dev.on ? devServerUrl : undefined);
  const apiUrl = address("INNGEST_API_BASE_URL") ?? base ?? cloudApiUrl;
  return {
    appId: optional("TOM_INNGEST_APP_ID") ?? "tom",
    isDev: dev.on,
    eventKey: optional("INNGEST_EVENT_KEY"),
    signingKey: optional("INNGEST_SIGNING_KEY"),
    signingKeyFallback: optional("INNGEST_SIGNING_KEY_FALLBACK"),
    environment: optional("INNGEST_ENV"),
    apiUrl,
    eventUrl: address("INNGEST_EVENT_API_BASE_URL") ?? base ?? cloudEventUrl,
    isCloud: apiUrl === cloudApiUrl,
    serveOrigin: address("INNGEST_SERVE_ORIGIN") ?? address("INNGEST_SERVE_HOST") ?? reachable(origin),
    servePath: optional("INNGEST_SERVE_PATH") ?? "/api/inngest",
    allowUnsignedSync: asBoolean(given(source, "INNGEST_ENABLE_UNAUTHED_SYNC")) ?? true,
  };
}

/** Nobody can call "every address"; who runs on this machine can call loopback. */
const reachable = (origin: string): string =>
  origin.replace(/\/\/0\.0\.0\.0(?=:|$)/, "//127.0.0.1").replace(/\/\/\[::\](?=:|$)/, "//[::1]");
