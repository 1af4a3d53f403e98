import { createHmac } from "node:crypto";
import type { Database } from "@/db/client";
import { signedHeaders } from "@/hooks/signed-headers";
import { noteWebhookSent } from "@/lib/access/commands/group-webhook";
import { groupWebhookOf } from "@/lib/access/queries/group-webhook";
import type { Clock } from "@/lib/core/clock";
import { isTomError, TomError } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/logger";
import type { Http } from "@/lib/http/types";

export type GroupMessage = { id: string; type: string; at: string; data: unknown };

export type GroupWebhooks = {
  /** `whsec_` and the key in base64, as Standard Webhooks writes it. */
  secretOf(groupId: string, secretNumber: number): string;
  /**
   * Sends a message to a group's address, signed with the group's secret. Answers the status of the answer; null where
   * the group has no address or is gone. @throws TomError where it was not taken
   */
  tell(groupId: string, message: GroupMessage): Promise<number | null>;
};

type Options = {
  database: Database;
  http: Http;
  clock: Clock;
  logger: Logger;
  /** Secrets are derived from it, so that none is stored. */
  key: string;
};

const service = "The group's webhook";
const timeoutMs = 15_000;
const answerMaxBytes = 100_000;

/** The addresses that groups are told at: https, or plain http to what the operator allows as a private host. */
export function createGroupWebhooks({ database, http, clock, logger, key }: Options): GroupWebhooks {
  const client = http.client({ service, hosts: "public-https" });
  const note = (sent: Omit<Parameters<typeof noteWebhookSent>[1], "at">): Promise<void> =>
    // What arrived has arrived: it is not sent again because that could not be written down.
    noteWebhookSent(database, { ...sent, at: clock.now() }).catch((err: unknown) =>
      logger.error({ err, groupId: sent.groupId }, "what came of a group's webhook could not be noted"),
    );
  const keyOf = (groupId: string, secretNumber: number): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(createHmac("sha256", key).update(`${groupId}.${secretNumber}`).digest());
  return {
    secretOf: (groupId, secretNumber) => `whsec_${Buffer.from(keyOf(groupId, secretNumber)).toString("base64")}`,
    async tell(groupId, { id, type, at, data }) {
      const group = await groupWebhookOf(database.read, groupId);
      if (group === null) return null;
      const body = JSON.stringify({ type, timestamp: at, data });
      const headers = await signedHeaders({
        id,
        body,
        sentAt: clock.now(),
        key: keyOf(groupId, group.secretNumber),
      });
      const request = { url: group.url, method: "POST" as const, headers, body, timeoutMs, maxBytes: answerMaxBytes };
      try {
        const { status } = await client.request(request);
        await note({ groupId, url: group.url, arrived: true, outcome: `The receiver answered ${status}.` });
        return status;
      } catch (error) {
        const told = unreached(error);
        await note({ groupId, url: group.url, arrived: false, outcome: outcomeOf(told) });
        throw told;
      }
    },
  };
}

const outcomeOf = (error: unknown): string =>
  isTomError(error) ? error.message : "It failed on our side. It has been logged.";

/** A private address and one where nobody listens read the same: else names inside the network could be tried out. */
function unreached(error: unknown): unknown {
  const kind = isTomError(error) ? error.detail?.kind : null;
  if (!isTomError(error) || (kind !== "address-refused" && kind !== "transport")) return error;
  const { cause, detail } = error;
  return new TomError(error.code, `${service} could not be reached.`, { cause, ...(detail ? { detail } : {}) });
}
