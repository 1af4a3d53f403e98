export const mailStates = ["queued", "sent", "failed", "unsent", "held"] as const;

/**
 * queued: waits to be sent, or to be tried again; sent: taken by the mail server; failed: refused, or not sent at the
 * last attempt; unsent: kept, because no mail server is configured; held: kept, because too many were asked for at once.
 */
export type MailState = (typeof mailStates)[number];

/** An outgoing mail as administrators see it. */
export type MailDto = {
  id: string;
  to: string;
  /** Null: the address of this installation (MAIL_FROM). */
  from: string | null;
  subject: string;
  /** Plain text. */
  body: string;
  /** Who asked for it: `user:<id>`, or `system:<job>` such as `system:hook:emailOnCompleted`. */
  askedBy: string;
  state: MailState;
  attempts: number;
  /** Why it was not sent, in a sentence; of the newest attempt while it is tried again. */
  error: string | null;
  createdAt: string;
  sentAt: string | null;
};

export type MailPage = { items: readonly MailDto[]; nextCursor: string | null };

/** A person's word that an address is hers, and until when it holds. */
export type AddressClaim = {
  userId: string;
  email: string;
  /** The address that this one takes the place of: once it did, the proof is worth nothing. Null: none. */
  instead: string | null;
  /** In milliseconds since 1970, UTC. */
  untilMs: number;
};

/** Proofs that only the reader of a mail can hold, signed and not stored. */
export type AddressProofs = {
  write(claim: AddressClaim): string;
  /** Null for whatever was not written here. Whether it still holds is the reader's question. */
  read(proof: string): AddressClaim | null;
};
