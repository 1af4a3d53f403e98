import "@/lib/core/sentences";
import * as z from "zod";
import { queryForms } from "@/lib/brokers/query-forms";
import { notRight } from "@/lib/core/errors";
import { scheduleSchema } from "@/lib/core/schedule";
import { type InngestSettings, inngestProblems, inngestSettings } from "./inngest";
import {
  bytes,
  databaseUrl,
  hostsAndPorts,
  integer,
  listAmong,
  logLevel,
  mailbox,
  networks,
  onOff,
  rate,
  smtpUrl,
  text,
  url,
} from "./values";
import { type WebhookSettings, webhookProblems, webhookSettings } from "./webhook";

/**
 * The only reader of process.env outside framework config files. Everything is parsed once, at boot; every problem
 * is listed at once. A blank value counts as not set, as compose files and unit files write it. Names and meanings:
 * `.env.example` and docs/operations.md.
 */
const secret = text.refine((v) => v.length >= 32, "must have at least 32 characters");

const brokerNames = [
  "ALERCE_URL",
  "ALERCE_LSST_URL",
  "ALERCE_STAMPS_URL",
  "ANTARES_URL",
  "FINK_ZTF_URL",
  "FINK_LSST_URL",
  "GAIA_ALERTS_URL",
  "LASAIR_ZTF_URL",
  "LASAIR_LSST_URL",
  "HERMES_URL",
  "TNS_URL",
  "MYBROKER_URL",
  "SCOUT_URL",
] as const;
const credentialNames = [
  "LASAIR_ZTF_TOKEN",
  "LASAIR_LSST_TOKEN",
  "HERMES_TOKEN",
  "TNS_API_KEY",
  "TNS_BOT_ID",
  "TNS_BOT_NAME",
  "TNS_GROUP_NAME",
  "LCO_API_KEY",
] as const;

const facilityUrlNames = ["LCO_PORTAL_URL", "LCO_ARCHIVE_URL"] as const;

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: integer(0, 65535).default(3000),
  HOST: text.default("127.0.0.1"),
  TOM_ORIGIN: url.optional(),
  TOM_DATA_DIR: text.default("./data"),
  TOM_DATABASE_URL: databaseUrl.optional(),
  TOM_DATABASE_TOKEN: text.optional(),
  TOM_SECRET: secret.optional(),
  TOM_SECRET_PREVIOUS: secret.optional(),
  TOM_DEMO: onOff.optional(),
  TOM_DEMO_PASSWORD: text.optional(),
  TOM_ADMIN_USERNAME: text.optional(),
  TOM_ADMIN_PASSWORD: text.optional(),
  TOM_ALLOW_PRIVATE_HOSTS: hostsAndPorts.default([]),
  TOM_TRUSTED_PROXIES: networks.default([]),
  TOM_RATE_LIMIT: rate.optional(),
  TOM_UPLOAD_MAX_BYTES: bytes.optional(),
  TOM_UPLOAD_QUOTA_BYTES: bytes.optional(),
  TOM_BROKERS: listAmong(Object.keys(queryForms), "broker").optional(),
  TOM_ANONYMOUS: z.enum(["read", "none"], "must be read or none").default("read"),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailbox.optional(),
  TOM_BACKUP_SCHEDULE: scheduleSchema.optional(),
  TOM_BACKUP_KEEP: integer(1, 1000).default(14),
  LOG_LEVEL: logLevel.default("info"),
  ...Object.fromEntries(brokerNames.map((name) => [name, url.optional()])),
  ...Object.fromEntries(facilityUrlNames.map((name) => [name, url.optional()])),
  ...Object.fromEntries(credentialNames.map((name) => [name, text.optional()])),
});

type Raw = z.infer<typeof schema>;
export type BrokerUrlName = (typeof brokerNames)[number];
export type FacilityUrlName = (typeof facilityUrlNames)[number];
export type CredentialName = (typeof credentialNames)[number];

export type Env = Pick<
  Raw,
  | "TOM_DATABASE_URL"
  | "TOM_DATABASE_TOKEN"
  | "TOM_SECRET"
  | "TOM_SECRET_PREVIOUS"
  | "TOM_DEMO_PASSWORD"
  | "TOM_ADMIN_USERNAME"
  | "TOM_ADMIN_PASSWORD"
  | "TOM_BROKERS"
> & {
  nodeEnv: Raw["NODE_ENV"];
  port: number;
  host: string;
  /** Public address, without a trailing slash. */
  origin: string;
  /** True when `origin` was left to the loopback default: every loopback spelling at the port is then own. */
  originIsLoopback: boolean;
  dataDir: string;
  demo: boolean;
  allowPrivateHosts: readonly string[];
  trustedProxies: readonly string[];
  /** Null = off. */
  rateLimit: { burst: number; perSecond: number } | null;
  anonymous: "read" | "none";
  /** The largest file that is taken, in bytes. */
  uploadMaxBytes: number;
  /** All files of one person together, in bytes; administrators have none. Null = no limit. */
  uploadQuotaBytes: number | null;
  /** Undefined: no mail is sent, only kept. */
  smtpUrl: string | undefined;
  /** Sender of mails that name none. */
  mailFrom: string;
  /** Null: no copies are made by themselves. */
  backup: { schedule: string; keep: number } | null;
  logLevel: Raw["LOG_LEVEL"];
  brokerUrls: Partial<Record<BrokerUrlName, string>>;
  facilityUrls: Partial<Record<FacilityUrlName, string>>;
  credentials: Partial<Record<CredentialName, string>>;
  /** Undefined: events are sent nowhere. */
  webhook: WebhookSettings | undefined;
  /** Null: the embedded engine does the work. */
  inngest: InngestSettings | null;
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);

/** An address of mail has a name after the @, where a site may have a number. */
const mailHost = (host: string): string => (isLoopback(host) || /^[\d.]+$|^\[/.test(host) ? "localhost" : host);

const pick = <Name extends string>(
  source: Record<string, unknown>,
  names: readonly Name[],
): Partial<Record<Name, string>> =>
  Object.fromEntries(
    names.flatMap((name) => (typeof source[name] === "string" ? [[name, source[name]]] : [])),
  ) as Partial<Record<Name, string>>;

/** What only shows when several are looked at; told beside what is wrong with each alone. */
function problemsTogether(source: Record<string, string | undefined>): string[] {
  const given = (name: string): string => source[name]?.trim() ?? "";
  const problems: string[] = [];
  problems.push(...inngestProblems(source));
  if (/^https:/i.test(given("TOM_ORIGIN")) && given("TOM_SECRET") === "") {
    problems.push("TOM_SECRET: required when TOM_ORIGIN is https");
  }
  if (given("TOM_BACKUP_SCHEDULE") !== "" && /^(?!file:)./.test(given("TOM_DATABASE_URL"))) {
    problems.push("TOM_BACKUP_SCHEDULE: the database is on a server; use that server's own backup");
  }
  if ((given("TOM_ADMIN_USERNAME") === "") !== (given("TOM_ADMIN_PASSWORD") === "")) {
    problems.push("TOM_ADMIN_USERNAME and TOM_ADMIN_PASSWORD: set both or neither");
  }
  return [...problems, ...webhookProblems(source)];
}

/** Parses an environment. Throws MISCONFIGURED with every problem in one message. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value?.trim() !== ""));
  // Names that TOM Toolkit users have.
  const aliased = {
    ...set,
    LASAIR_ZTF_TOKEN: set.LASAIR_ZTF_TOKEN ?? set.LASAIR_API_KEY,
    HERMES_URL: set.HERMES_URL ?? set.HERMES_BASE_URL,
    HERMES_TOKEN: set.HERMES_TOKEN ?? set.HERMES_API_KEY,
  };
  const parsed = schema.safeParse(aliased);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  problems.push(...problemsTogether(aliased));
  if (!parsed.success || problems.length > 0) throw notRight("The environment", problems);
  const raw = parsed.data;
  const values = raw as Record<string, unknown>;
  const host = raw.HOST;
  const shownHost = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  const origin = raw.TOM_ORIGIN ? new URL(raw.TOM_ORIGIN).origin : `http://${shownHost}:${raw.PORT}`;
  const originUrl = new URL(origin);
  const loopback = isLoopback(originUrl.hostname) && originUrl.protocol === "http:";
  return {
    TOM_DATABASE_URL: raw.TOM_DATABASE_URL,
    TOM_DATABASE_TOKEN: raw.TOM_DATABASE_TOKEN,
    TOM_SECRET: raw.TOM_SECRET,
    TOM_SECRET_PREVIOUS: raw.TOM_SECRET_PREVIOUS,
    TOM_DEMO_PASSWORD: raw.TOM_DEMO_PASSWORD,
    TOM_ADMIN_USERNAME: raw.TOM_ADMIN_USERNAME,
    TOM_ADMIN_PASSWORD: raw.TOM_ADMIN_PASSWORD,
    TOM_BROKERS: raw.TOM_BROKERS,
    nodeEnv: raw.NODE_ENV,
    port: raw.PORT,
    host,
    origin,
    originIsLoopback: loopback,
    dataDir: raw.TOM_DATA_DIR,
    demo: raw.TOM_DEMO ?? loopback,
    allowPrivateHosts: raw.TOM_ALLOW_PRIVATE_HOSTS,
    trustedProxies: raw.TOM_TRUSTED_PROXIES,
    rateLimit: raw.TOM_RATE_LIMIT === undefined ? { burst: 2000, perSecond: 200 } : raw.TOM_RATE_LIMIT,
    anonymous: raw.TOM_ANONYMOUS,
    uploadMaxBytes: raw.TOM_UPLOAD_MAX_BYTES || 2 * 1024 ** 3,
    uploadQuotaBytes: raw.TOM_UPLOAD_QUOTA_BYTES === 0 ? null : (raw.TOM_UPLOAD_QUOTA_BYTES ?? 50 * 1024 ** 3),
    smtpUrl: raw.SMTP_URL,
    mailFrom: raw.MAIL_FROM ?? `tom@${mailHost(originUrl.hostname)}`,
    backup:
      raw.TOM_BACKUP_SCHEDULE === undefined ? null : { schedule: raw.TOM_BACKUP_SCHEDULE, keep: raw.TOM_BACKUP_KEEP },
    logLevel: raw.LOG_LEVEL,
    brokerUrls: pick(values, brokerNames),
    facilityUrls: pick(values, facilityUrlNames),
    credentials: pick(values, credentialNames),
    webhook: webhookSettings(source),
    inngest: inngestSettings(source, origin),
  };
}

// First-run passwords are no setting of a running server, and the rest is where it runs or was found.
const untold = new Set(["NODE_ENV", "PORT", "HOST", "TOM_DATA_DIR", "TOM_DEMO_PASSWORD", "TOM_ADMIN_PASSWORD"]);

/** What this process was told by its environment, by name, secrets included: for comparison, never to be shown. */
export const givenSettings = (source: Record<string, string | undefined> = process.env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) =>
      (name in schema.shape || /^(INNGEST_|TOM_INNGEST_|TOM_WEBHOOK_)/.test(name)) && !untold.has(name) && value?.trim()
        ? [[name, value.trim()]]
        : [],
    ),
  );

let loaded: Env | undefined;

/** The environment of this process. */
export function env(): Env {
  loaded ??= parseEnv(process.env);
  return loaded;
}
