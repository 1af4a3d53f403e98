import { createTransport } from "nodemailer";
import { TomError } from "@/lib/core/errors";

export type OutgoingMail = {
  /** Stable over attempts: becomes the Message-ID, by which a mail that came twice is known. */
  id: string;
  to: string;
  from: string | null;
  subject: string;
  body: string;
};

/** The way out for mail. */
export interface Mailer {
  /** False where no mail server is configured: then mails are kept and not sent. */
  readonly configured: boolean;
  /**
   * Hands one mail to the server. @throws BAD_MESSAGE where it will never be taken, UPSTREAM_FAILED where trying again
   * may help; the sentence names neither the server's own words nor its address.
   */
  send(mail: OutgoingMail): Promise<void>;
  /** Greets the server and signs in. @throws UPSTREAM_FAILED */
  verify(): Promise<void>;
}

type Options = {
  /** `smtp://user:password@host:port` or `smtps://`; undefined = none. */
  url: string | undefined;
  /** `name@host` or `Name <name@host>`. */
  from: string;
  /** Host of the public address, for Message-IDs. */
  host: string;
};

const connectMs = 10_000;
const socketMs = 30_000;

/** Mail by SMTP. The server is met anew for each mail: there are few, and no idle connection goes stale. */
export function createMailer({ url, from, host }: Options): Mailer {
  if (url === undefined) {
    const refuse = () => Promise.reject(new TomError("MISCONFIGURED", "No mail server is configured."));
    return { configured: false, send: refuse, verify: refuse };
  }
  const transport = createTransport({
    url,
    connectionTimeout: connectMs,
    greetingTimeout: connectMs,
    socketTimeout: socketMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    // To a server on this machine nothing crosses a network, and its certificate is rarely anybody's.
    ...(isLoopback(new URL(url).hostname) ? { ignoreTLS: true } : {}),
  });
  return {
    configured: true,
    async send(mail) {
      try {
        await transport.sendMail({
          from: mail.from ?? from,
          to: { name: "", address: mail.to },
          subject: mail.subject,
          text: mail.body,
          messageId: `<${mail.id}@${host}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (error) {
        throw explain(error);
      }
    },
    async verify() {
      try {
        await transport.verify();
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host);

type Failure = { code?: unknown; responseCode?: unknown };

/** 5xx is for ever, 4xx and silence are not (RFC 5321, 4.2.1); a refused sign-in is for an operator to mend. */
function explain(error: unknown): TomError {
  const { code, responseCode } = (typeof error === "object" && error !== null ? error : {}) as Failure;
  const reply = typeof responseCode === "number" ? ` (${responseCode})` : "";
  const later = (message: string): TomError => new TomError("UPSTREAM_FAILED", message, { cause: error });
  if (code === "EAUTH" || code === "ENOAUTH") return later(`The mail server refused our sign-in${reply}.`);
  if (typeof responseCode === "number" && responseCode >= 500) {
    const what = code === "EENVELOPE" ? "the address" : "this mail";
    return new TomError("BAD_MESSAGE", `The mail server refused ${what}${reply}.`, { cause: error });
  }
  if (typeof responseCode === "number") return later(`The mail server does not take this mail now${reply}.`);
  if (code === "EENVELOPE" || code === "EMESSAGE") {
    return new TomError("BAD_MESSAGE", "No mail can be made of this: an address is not right.", { cause: error });
  }
  if (code === "ETIMEDOUT") return later("The mail server did not answer in time.");
  if (code === "ETLS") return later("No encrypted connection to the mail server could be made.");
  return later("The mail server cannot be reached.");
}
