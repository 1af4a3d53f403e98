import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail as it came over the wire; `body` is what a person reads. */
export type CaughtMail = { from: string; to: string[]; text: string; body: string; header(name: string): string };

export type MailSink = {
  url: string;
  caught: CaughtMail[];
  close(): Promise<void>;
};

type Options = {
  /** The reply code for a recipient; undefined = taken. */
  replyTo?(address: string): number | undefined;
  port?: number;
  /** Where given, a sign-in is wanted. */
  password?: string;
};

/** A real SMTP server on loopback that keeps what it takes. */
export async function startMailSink({ replyTo, port = 0, password }: Options = {}): Promise<MailSink> {
  const caught: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: password === undefined,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: ({ password: given }, _session, done) =>
      given === password ? done(null, { user: "tom" }) : done(new Error("Wrong password")),
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = replyTo?.(address);
      done(responseCode === undefined ? null : Object.assign(new Error("Not this one"), { responseCode }));
    },
    onData: (stream, { envelope }, done) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        caught.push({
          from,
          to: envelope.rcptTo.map((one) => one.address),
          text,
          body: bodyOf(text),
          header: headerOf(text),
        });
        done();
      });
    },
  });
  // A client that goes away early is not an event of the test.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const { port: bound } = server.server.address() as AddressInfo;
  const user = password === undefined ? "" : `tom:${password}@`;
  return {
    url: `smtp://${user}127.0.0.1:${bound}`,
    caught,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const headerOf =
  (text: string) =>
  (name: string): string =>
    new RegExp(`^${name}: (.*)$`, "im").exec(text.split("\r\n\r\n", 1)[0] ?? "")?.[1]?.trim() ?? "";

/** Plain text, as it was before it was made fit for travelling (RFC 2045, 6.7). */
function bodyOf(text: string): string {
  const [head = "", ...rest] = text.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(head)) return body;
  const bytes = body
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
