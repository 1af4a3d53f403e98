import type { TomConfig } from "@/lib/config/types";
import { TomError } from "@/lib/core/errors";
import { eventPayloads } from "@/lib/events/catalog";
import { retryWaitsMs } from "@/lib/jobs/backoff";
import { createBatches } from "./batches";
import {
  type BatchEvent,
  type HandlerContext,
  type HandlerReference,
  type HandlerRight,
  type HandlerScope,
  type HookMap,
  type HookName,
  type Hooks,
  type HostFinder,
  handlerRights,
  handlerScopes,
  hookNames,
} from "./contract";

/** A configured handler, its payload type behind it: the payload is parsed on the way in. */
export type HandlerEntry = {
  hook: HookName;
  name: string;
  summary: string;
  scope: HandlerScope;
  rights: readonly HandlerRight[];
  hosts: readonly string[];
  secrets: readonly string[];
  timeoutMs: number;
  concurrency: number | undefined;
  /** Undefined where it is not known whom it asks. */
  perHost: number | undefined;
  /** Whom it asks for whatever event; null where the event says, or nobody is asked. */
  host: string | null;
  /** Whom it asks for an event, empty for nobody; null where that is the same for all. */
  hostOf: ((payload: unknown, find: HostFinder) => Promise<string>) | null;
  /** Its attempts end in one call for many of them. */
  isBatched: boolean;
  retryWaitsMs: readonly number[];
  /** @throws BAD_MESSAGE where the stored payload is not one of this hook; otherwise what the handler throws. */
  invoke(payload: unknown, context: HandlerContext): Promise<unknown>;
};

const defaultTimeoutMs = 60_000;
const retriesMax = 20;
/** With the 20 % by which waits vary, the first three retries come within a minute. */
const firstWaitsMaxMs = 50_000;

export const laneOf = (hook: string, handler: string): string => `hook:${hook}/${handler}`;

const batchMax = 500;

/** Calls the handler with an event, or lets the event join a batch. */
function calling<Name extends HookName>(
  reference: HandlerReference<Name>,
): (event: BatchEvent<Name>) => Promise<unknown> {
  if (reference.batch === undefined) {
    return async ({ payload, context }) => (await reference.load())(payload, context);
  }
  const call = async (events: readonly BatchEvent<Name>[]): Promise<unknown> => (await reference.load())(events);
  return createBatches(reference.batch, call, ({ context }) => context.signal.aborted);
}

const defaultPerHost = 4;
/** So many hosts may hang before others wait. */
const hangingHosts = 8;

/** Whom a handler asks, and how many of its attempts may at once. */
function asking<Name extends HookName>(
  hook: Name,
  reference: HandlerReference<Name>,
): Pick<HandlerEntry, "concurrency" | "perHost" | "host" | "hostOf"> {
  if (reference.batch !== undefined)
    return { concurrency: reference.batch, perHost: undefined, host: null, hostOf: null };
  const { concurrency, perHost, hosts = [] } = reference;
  if (reference.hostOf) {
    const most = perHost ?? defaultPerHost;
    const hostOf = async (payload: unknown, find: HostFinder): Promise<string> => {
      // One that cannot be read fails when it is tried.
      const parsed = eventPayloads[hook].safeParse(payload);
      return parsed.success ? ((await reference.hostOf?.(parsed.data as HookMap[Name], find)) ?? "").toLowerCase() : "";
    };
    return { concurrency: concurrency ?? most * hangingHosts, perHost: most, host: null, hostOf };
  }
  const [host] = hosts;
  if (host === undefined || hosts.length > 1) return { concurrency, perHost, host: null, hostOf: null };
  return { concurrency, perHost: perHost ?? concurrency ?? defaultPerHost, host: host.toLowerCase(), hostOf: null };
}

function entry<Name extends HookName>(hook: Name, reference: HandlerReference<Name>): HandlerEntry {
  const call = calling(reference);
  return {
    hook,
    name: reference.name,
    summary: reference.summary ?? "",
    scope: reference.scope ?? "object",
    rights: reference.rights ?? [],
    hosts: reference.hosts ?? [],
    secrets: reference.secrets ?? [],
    timeoutMs: reference.timeoutMs ?? defaultTimeoutMs,
    ...asking(hook, reference),
    isBatched: reference.batch !== undefined,
    retryWaitsMs: reference.retryWaitsMs ?? retryWaitsMs,
    async invoke(payload, context) {
      const parsed = eventPayloads[hook].safeParse(payload);
      if (!parsed.success) {
        throw new TomError("BAD_MESSAGE", "The stored event does not have the form of this hook.", {
          cause: parsed.error,
        });
      }
      return call({ payload: parsed.data as HookMap[Name], context });
    },
  };
}

const entriesOf = <Name extends HookName>(hook: Name, hooks: Hooks): HandlerEntry[] =>
  (hooks[hook] ?? []).map((reference) => entry(hook, reference));

export const attemptsMaxOf = (entry: Pick<HandlerEntry, "retryWaitsMs">): number => entry.retryWaitsMs.length + 1;

const areWaits = (waitsMs: readonly number[]): boolean =>
  waitsMs.length <= retriesMax &&
  waitsMs.every((wait) => Number.isInteger(wait) && wait >= 0) &&
  waitsMs.slice(0, 3).reduce((sum, wait) => sum + wait, 0) <= firstWaitsMaxMs;

const isBatchSize = (size: number | undefined): boolean =>
  size !== undefined && Number.isInteger(size) && size >= 2 && size <= batchMax;

/** Every configured handler, in the order of the config. @throws MISCONFIGURED where two of one hook share a name. */
export function handlersOf(config: Pick<TomConfig, "hooks">): readonly HandlerEntry[] {
  const entries = hookNames.flatMap((hook) => entriesOf(hook, config.hooks));
  const seen = new Set<string>();
  for (const { hook, name, scope, rights, retryWaitsMs: waitsMs, isBatched, concurrency, perHost } of entries) {
    const key = laneOf(hook, name);
    if (seen.has(key)) throw new TomError("MISCONFIGURED", `Two handlers of ${hook} are called "${name}".`);
    if (!/^[\w.-]{1,60}$/.test(name)) {
      throw new TomError(
        "MISCONFIGURED",
        `"${name}" is not a handler's name: letters, digits, dots, dashes; at most 60.`,
      );
    }
    if (!areWaits(waitsMs)) {
      throw new TomError(
        "MISCONFIGURED",
        `The waits of "${name}" are not right: at most 20, in whole milliseconds, the first three together at most 50 s.`,
      );
    }
    if (perHost !== undefined && !(Number.isInteger(perHost) && perHost >= 1)) {
      throw new TomError(
        "MISCONFIGURED",
        `"${name}" asks a host ${perHost} times at once; it takes a whole number from 1.`,
      );
    }
    if (isBatched && !isBatchSize(concurrency)) {
      throw new TomError("MISCONFIGURED", `The batch of "${name}" is not right: 2 to ${batchMax} events a call.`);
    }
    const unknown = rights.find((right) => !handlerRights.includes(right));
    if (unknown !== undefined) {
      const known = handlerRights.join(", ");
      throw new TomError("MISCONFIGURED", `"${name}" wants the right "${unknown}"; there is ${known}.`);
    }
    if (!handlerScopes.includes(scope)) {
      const known = handlerScopes.join(", ");
      throw new TomError("MISCONFIGURED", `"${name}" wants the scope "${scope}"; there is ${known}.`);
    }
    seen.add(key);
  }
  return entries;
}
