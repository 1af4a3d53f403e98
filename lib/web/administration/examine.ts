import { resolve } from "node:path";
import { examineDatabase } from "@/db/backup";
import type { BrokerEntry } from "@/lib/brokers/contract";
import { isTomError } from "@/lib/core/errors";
import { env, givenSettings } from "@/lib/env/env";
import { clockSentence, isClockWrong } from "@/lib/http/clock-watch";
import { createHttp } from "@/lib/http/create-http";
import type { Http } from "@/lib/http/types";
import { createMailer } from "@/lib/mail/mailer";
import { databaseUrl } from "./backup";
import { addressOf, askOwnServer, runningNote, runningServer } from "./loopback";
import { otherSettings } from "./server-note";

export type Finding = { check: string; state: "ok" | "warning" | "failed"; text: string };

const why = (error: unknown): string => (isTomError(error) ? error.message : "it could not be checked");

/** Looks at everything an installation needs. What is outside and does not answer is a warning only. */
export async function examine(): Promise<Finding[]> {
  const idle: Finding[] = [{ check: "streams", state: "ok", text: "not configured" }];
  try {
    env();
    const { default: config } = await import("@/tom.config");
    const found: Finding[] = [{ check: "configuration", state: "ok", text: "read" }];
    return [
      ...found,
      settingsFinding(),
      ...(await databaseFindings()),
      await engineFinding(),
      ...(await brokerFindings(config.brokers)),
      ...idle,
      await mailFinding(),
    ];
  } catch (error) {
    return [{ check: "configuration", state: "failed", text: why(error) }, ...idle];
  }
}

async function databaseFindings(): Promise<Finding[]> {
  try {
    const { migrations, sound } = await examineDatabase({ url: databaseUrl(), token: env().TOM_DATABASE_TOKEN });
    return [
      { check: "database", state: sound ? "ok" : "failed", text: sound ? "sound" : "damaged: restore a backup" },
      { check: "migrations", state: "ok", text: `${migrations} applied` },
    ];
  } catch {
    const text = "it does not answer, or has no schema yet (npm start makes it)";
    return [{ check: "database", state: "failed", text }];
  }
}

/** Whose settings are looked at here: a server that runs may have been started with others. */
function settingsFinding(): Finding {
  const check = "settings";
  try {
    const note = runningNote();
    if (note === null) return { check, state: "ok", text: `this shell's: no server runs on ${resolve(env().dataDir)}` };
    const server = `the running server at ${addressOf(note)}`;
    const others = otherSettings(note, givenSettings());
    if (others === null) return { check, state: "warning", text: `this shell's: ${server} does not tell its own` };
    if (others.length === 0) return { check, state: "ok", text: `this shell's, the same as those of ${server}` };
    const named = others.map(({ name, how }) => `${name} (${how})`).join(", ");
    return {
      check,
      state: "warning",
      text: `this shell's, which brokers and mail are tried with; ${server} has others: ${named}`,
    };
  } catch (error) {
    return { check, state: "warning", text: `this shell's: ${why(error)}` };
  }
}

async function engineFinding(): Promise<Finding> {
  try {
    const server = runningServer();
    if (server === null) return { check: "engine", state: "ok", text: "the server does not run now" };
    const { checks } = (await askOwnServer(server, "/api/health/ready", {})) as { checks: { engine: string } };
    const { engine } = checks;
    return {
      check: "engine",
      state: engine === "ok" ? "ok" : "failed",
      text: `the running server at ${server} says ${engine}`,
    };
  } catch (error) {
    return { check: "engine", state: "failed", text: why(error) };
  }
}

async function mailFinding(): Promise<Finding> {
  const { smtpUrl: url, mailFrom: from } = env();
  const check = "mail";
  if (url === undefined) return { check, state: "ok", text: "not configured: mails are kept and not sent" };
  try {
    await createMailer({ url, from, host: "localhost" }).verify();
    return { check, state: "ok", text: "the server answers" };
  } catch (error) {
    return { check, state: "warning", text: why(error) };
  }
}

async function brokerFindings(brokers: readonly BrokerEntry[]): Promise<Finding[]> {
  const http = createHttp({ allowPrivateHosts: env().allowPrivateHosts });
  try {
    const found = await Promise.all(brokers.map((entry) => brokerFinding(http, entry)));
    return [...found, clockFinding(http.clockOffsetS())];
  } finally {
    await http.close();
  }
}

function clockFinding(offsetS: number | null): Finding {
  const check = "clock";
  if (offsetS === null) return { check, state: "ok", text: "not compared: no service told its time" };
  if (isClockWrong(offsetS)) return { check, state: "warning", text: clockSentence(offsetS) };
  return { check, state: "ok", text: "agrees with those of the services outside" };
}

async function brokerFinding(http: Http, { definition: { manifest }, settings }: BrokerEntry): Promise<Finding> {
  const check = `broker ${manifest.id}`;
  if (manifest.retired) return { check, state: "ok", text: "retired" };
  const missing = manifest.credentials.filter(({ key, optional }) => !optional && !settings.credentials?.[key]);
  if (missing.length > 0)
    return { check, state: "warning", text: `needs ${missing.map((one) => one.envName).join(", ")}` };
  const [service] = manifest.services;
  const url = service ? (settings.baseUrls?.[service.key] ?? service.defaultUrl) : manifest.homepage;
  try {
    const client = http.client({ service: manifest.name, hosts: [new URL(url).host], timeoutMs: 5000 });
    // Whatever it says to its bare address, it is there.
    await client.request({ url, accept: [301, 302, 400, 401, 403, 404, 405, 422] });
    return { check, state: "ok", text: "answers" };
  } catch (error) {
    return { check, state: "warning", text: why(error) };
  }
}
