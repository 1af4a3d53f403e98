import { Inngest } from "inngest";
import type { Logger } from "@/lib/core/logger";
import type { InngestSettings } from "@/lib/env/inngest";
import type { HttpClient } from "@/lib/http/types";
import { fetchThrough } from "./fetch";

/** The client that functions are made with and events are sent by. What it needs of the environment is given to it. */
export function createClient(settings: InngestSettings, http: HttpClient, logger: Logger): Inngest {
  const client = new Inngest({
    id: settings.appId,
    isDev: settings.isDev,
    ...(settings.eventKey === undefined ? {} : { eventKey: settings.eventKey }),
    ...(settings.signingKey === undefined ? {} : { signingKey: settings.signingKey }),
    ...(settings.signingKeyFallback === undefined ? {} : { signingKeyFallback: settings.signingKeyFallback }),
    ...(settings.environment === undefined ? {} : { env: settings.environment }),
    fetch: fetchThrough(http),
    logger: sdkLogger(logger),
    // What functions do is in our own log; nothing of it goes along with their results.
    aiMetadata: false,
    sessionPropagation: false,
  });
  // The SDK takes two addresses from the environment only.
  return client.setEnvVars({ INNGEST_API_BASE_URL: settings.apiUrl, INNGEST_EVENT_API_BASE_URL: settings.eventUrl });
}

type Level = keyof Logger;

/**
 * The SDK tells every failed attempt as an error, with the error that asks for the next one. The house tells of failed
 * attempts itself, so that these are for who looks closely.
 */
function sdkLogger(logger: Logger) {
  const write =
    (level: Level) =>
    (...told: unknown[]): void => {
      const fields = told.find((one): one is Record<string, unknown> => typeof one === "object" && one !== null) ?? {};
      const message = told.filter((one) => typeof one === "string").join(" ");
      const attempt = /^Inngest (step|function) error$/.test(message);
      logger[attempt ? "debug" : level]({ ...fields, from: "inngest" }, message);
    };
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}
