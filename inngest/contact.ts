import type { Inngest } from "inngest";
import * as z from "zod";
import type { Clock } from "@/lib/core/clock";
import type { Logger } from "@/lib/core/logger";
import type { InngestSettings } from "@/lib/env/inngest";
import type { HttpClient } from "@/lib/http/types";
import type { OutsidePort } from "@/lib/jobs/relayed-engine";
import type { OutsideState } from "@/lib/jobs/types";
import { toEvent } from "./events";
import { bearerOf, signatureOf } from "./keys";

type Options = {
  settings: InngestSettings;
  client: Inngest;
  http: HttpClient;
  clock: Clock;
  logger: Logger;
  /** The door itself, asked to register: what it answers to PUT. */
  register(request: Request): Promise<Response>;
  /** Ids of the functions that Inngest must know. */
  functionIds: readonly string[];
};

/** How often a server of one's own is asked whether it still knows this app; Inngest Cloud does not forget. */
const askEveryMs = 5_000;
const askCloudEveryMs = 15 * 60_000;
/** After failures the waits grow up to the usual one. */
const retryMs = [500, 1_000, 2_000] as const;

type Known = "all" | "not all" | "refused" | "silent";

const listed = z.array(z.looseObject({ id: z.string() })).nullable();
const registered = z.looseObject({ message: z.string().optional() });

/**
 * Keeps this app registered. A server that was away, or does not list our functions any more, has been restarted: it
 * is registered at anew, and may have forgotten what it accepted. Events are sent only to one that knows the app,
 * because those that come before are accepted and never run.
 */
export function createContact(options: Options): OutsidePort & { sync(): Promise<Response> } {
  const { settings, client, clock, logger } = options;
  const seen = (): string => clock.now().toISOString();
  let state: OutsideState = {
    name: "Inngest",
    status: "connecting",
    since: seen(),
    lastContactAt: null,
    message: null,
  };
  let events: Parameters<OutsidePort["start"]>[0] | undefined;
  let timer: NodeJS.Timeout | undefined;
  let attending: Promise<void> = Promise.resolve();
  let failures = 0;
  let wasReady = false;
  /** False for a server that does not list functions, whatever it knows. */
  let lists = !settings.isCloud;
  /** Since when events are refused, whatever else goes well; null while they are not. */
  let eventsRefusedAt: string | null = null;

  const set = (next: Partial<OutsideState>): void => {
    const changed = next.status !== undefined && next.status !== state.status;
    state = { ...state, ...next, ...(changed ? { since: seen() } : {}) };
    if (!changed) return;
    const about = { status: state.status, detail: state.message };
    if (state.status === "registered") logger.info(about, "Inngest knows this app.");
    else logger.warn(about, "Inngest is not there; what is to be done waits in the database.");
  };

  const attend = async (): Promise<void> => {
    const known = settings.isCloud ? "not all" : await whatItKnows(options);
    if (known === "silent") return set({ status: "unreachable", message: "It does not answer." });
    if (known === "refused") return set({ status: "refused", message: "It refuses the signing key." });
    const away = state.status !== "registered";
    const unknown = lists && known === "not all";
    if (away || unknown || settings.isCloud) {
      const message = await tellAnew(options);
      if (message !== null) return set({ status: "refused", message, lastContactAt: seen() });
      if (unknown) lists = (await whatItKnows(options)) === "all";
    }
    set({ status: "registered", message: null, lastContactAt: seen() });
    // When this process has just started, what was sent before may be under way, unless the server does not know us.
    const forgot = (wasReady && away) || (unknown && lists);
    wasReady = true;
    if (forgot) await events?.onForgot();
    else if (away) events?.onReady();
  };

  const plan = (): void => {
    clearTimeout(timer);
    if (!events) return;
    const usual = settings.isCloud && state.status === "registered" ? askCloudEveryMs : askEveryMs;
    const wait = state.status === "registered" ? usual : (retryMs[failures] ?? usual);
    timer = setTimeout(() => void look(), wait).unref();
  };

  const look = (): Promise<void> => {
    attending = attend()
      .catch((error: unknown) => {
        logger.error({ err: error }, "Contact with Inngest failed.");
        set({ status: "unreachable", message: "It does not answer." });
      })
      .then(() => {
        failures = state.status === "registered" ? 0 : failures + 1;
        plan();
      });
    return attending;
  };

  return {
    start(given) {
      events = given;
      void look();
    },
    async stop() {
      events = undefined;
      clearTimeout(timer);
      await attending;
    },
    isReady: () => state.status === "registered",
    async send(rows) {
      try {
        await client.send(rows.map(toEvent));
        eventsRefusedAt = null;
        state = { ...state, lastContactAt: seen() };
      } catch (error) {
        const refused = error instanceof Error && /\b(401|403)\b|event key/i.test(error.message);
        eventsRefusedAt = refused ? (eventsRefusedAt ?? seen()) : null;
        // Away, for all we know: when it is back it may have forgotten what it had.
        if (!refused) {
          set({ status: "unreachable", message: "It does not answer." });
          plan();
        }
        throw error;
      }
    },
    state: () =>
      eventsRefusedAt === null
        ? state
        : { ...state, status: "refused", since: eventsRefusedAt, message: "It refuses the event key." },
    noteCall() {
      state = { ...state, lastContactAt: seen() };
    },
    async sync() {
      await attending;
      const message = await tellAnew(options);
      if (message === null) set({ lastContactAt: seen() });
      return Response.json(
        { message: message ?? "Successfully registered", modified: false },
        {
          status: message === null ? 200 : 500,
        },
      );
    },
  };
}

/** Asks which of our functions the server lists. Inngest Cloud is not asked, but told. */
async function whatItKnows({ settings, http, functionIds }: Options): Promise<Known> {
  try {
    const reply = await http.request({
      url: new URL(`/v1/apps/${settings.appId}/functions`, settings.apiUrl),
      headers: settings.signingKey === undefined ? {} : { authorization: `Bearer ${bearerOf(settings.signingKey)}` },
      accept: [401, 403, 404],
      timeoutMs: 5_000,
    });
    if (reply.status === 401 || reply.status === 403) return "refused";
    const functions = listed.safeParse(reply.status === 404 ? [] : reply.json());
    const ids = new Set((functions.data ?? []).map((one) => one.id));
    return functionIds.every((id) => ids.has(id)) ? "all" : "not all";
  } catch {
    return "silent";
  }
}

/** Registers; answers what went wrong, in a sentence. */
async function tellAnew({ settings, register, clock }: Options): Promise<string | null> {
  const { signingKey } = settings;
  const url = new URL(settings.servePath, settings.serveOrigin);
  const headers = {
    host: url.host,
    ...(signingKey === undefined ? {} : { "x-inngest-signature": signatureOf(signingKey, "", clock.now()) }),
  };
  const reply = await register(new Request(url, { method: "PUT", headers }));
  if (reply.ok) return null;
  const told = registered.safeParse(await reply.json().catch(() => null));
  const why = told.success && told.data.message ? told.data.message.slice(0, 200) : `status ${reply.status}`;
  return `It did not register this app: ${why}.`;
}
