import { TomError } from "@/lib/core/errors";
import { type HandlerReference, type HookName, type Hooks, hookNames } from "@/lib/hooks/contract";
import type { EmailOnCompleted } from "./email-on-completed";

/**
 * The handlers that tom.config.ts can name. Only names here: a handler's code is loaded when it first runs, so that
 * whatever reads the config without running hooks loads none of it.
 */
export const crossMatch: HandlerReference<"target_post_save"> = {
  name: "crossMatch",
  summary: "Compares a saved target with all others, by name and by position, and notes possible duplicates on both",
  scope: "everything",
  rights: ["target.noteDuplicates"],
  load: async () => (await import("./cross-match")).crossMatch,
};

export const emailOnCompleted = (options: EmailOnCompleted): HandlerReference<"observation_change_state"> => ({
  name: "emailOnCompleted",
  summary: `Sends a mail when an observation is ${options.states.join(" or ")}`,
  rights: ["mail.send"],
  load: async () => (await import("./email-on-completed")).emailOnCompleted(options),
});

export const refreshPhotometry: HandlerReference<"target_post_save"> = {
  name: "refreshPhotometry",
  summary: "Has the light curve of a new target fetched from the brokers that know it",
  rights: ["photometry.refresh"],
  load: async () => (await import("./refresh-photometry")).refreshPhotometry,
};

/** For a day and a few hours: who is away over night still gets everything. */
const webhookWaitsMs = [3, 12, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 14_400, 21_600, 21_600, 14_400].map(
  (seconds) => seconds * 1_000,
);

export const groupWebhook: HandlerReference<"broker_query_post_run"> = {
  name: "groupWebhook",
  summary: "Tells the address that a group has named of each run of its queries with new alerts, and tries for a day",
  rights: ["group.tell"],
  hostOf: ({ query, run }, find) =>
    query.group === null || run.counts.new === 0 ? null : find.ofGroup(query.group.id),
  timeoutMs: 20_000,
  retryWaitsMs: webhookWaitsMs,
  load: async () => (await import("./group-webhook")).groupWebhook,
};

export type Webhook = {
  /** Https, or plain http to an address of TOM_ALLOW_PRIVATE_HOSTS. */
  url: string;
  /** `whsec_` and the key in base64, as Standard Webhooks writes it. */
  secret: string;
  /** Hooks to send; left out: all. */
  events?: readonly string[] | undefined;
  /** Where there are several, each needs a name of its own. */
  name?: string;
};

/** Sends the events of hooks to an address; none without one. @throws MISCONFIGURED for a hook that does not exist */
export function signedWebhook(webhook: Webhook | undefined): Hooks {
  if (!webhook) return {};
  const { url, secret, events = hookNames, name = "signedWebhook" } = webhook;
  const unknown = events.filter((event) => !hookNames.some((hook) => hook === event));
  if (unknown.length > 0) {
    const known = hookNames.join(", ");
    throw new TomError("MISCONFIGURED", `The webhook names ${unknown.join(", ")}; there is ${known}.`);
  }
  const { host, pathname, search } = new URL(url);
  const key = Uint8Array.from(Buffer.from(secret.replace(/^whsec_/, ""), "base64"));
  const reference = (hook: HookName): HandlerReference<HookName> => ({
    name,
    summary: "Sends the event to another system, signed, and tries for a day",
    hosts: [host],
    secrets: [secret, ...(pathname.length > 1 ? [pathname] : []), ...(search === "" ? [] : [search])],
    concurrency: 4,
    retryWaitsMs: webhookWaitsMs,
    load: async () => (await import("./signed-webhook")).sendSigned(hook, { url, key }),
  });
  return Object.fromEntries(hookNames.filter((hook) => events.includes(hook)).map((hook) => [hook, [reference(hook)]]));
}
