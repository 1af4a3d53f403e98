import type { Clock } from "@/lib/core/clock";
import type { InngestSettings } from "@/lib/env/inngest";

/** What Inngest calls: GET, POST and PUT. */
export type Door = (request: Request) => Promise<Response>;

type Options = {
  settings: InngestSettings;
  /** The SDK's own. */
  handler: Door;
  /** Registers this app, at the address that is configured. */
  sync(): Promise<Response>;
  clock: Clock;
};

const syncEveryMs = 5_000;

/**
 * The SDK's handler, which answers 401 to calls without a right and fresh signature. Only a request to register needs
 * none: it says nothing that could be obeyed, so it is taken as a hint, and one in five seconds is.
 */
export function createDoor({ settings, handler, sync, clock }: Options): Door {
  let last: { atMs: number; reply: Promise<Response> } | undefined;
  const hinted = async (): Promise<Response> => {
    const nowMs = clock.now().getTime();
    if (!last || nowMs - last.atMs > syncEveryMs) last = { atMs: nowMs, reply: sync() };
    return (await last.reply).clone();
  };
  const isHint = (request: Request): boolean =>
    request.method === "PUT" &&
    !settings.isDev &&
    settings.allowUnsignedSync &&
    !request.headers.has("x-inngest-signature") &&
    request.headers.get("x-inngest-sync-kind") !== "in_band";
  return (request) => (isHint(request) ? hinted() : handler(request));
}
