import { and, eq, gt, inArray, lt, sql } from "drizzle-orm";
import { signInAttempts } from "@/db/schema/people";
import type { Tx } from "@/db/write";
import { TomError } from "@/lib/core/errors";

const minuteMs = 60_000;
const windowMs = 15 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

/** Wrong passwords per account and window from networks that the account has not signed in from lately, all of them together. */
const accountLimit = 10;
/** The same from one network that the account does sign in from: its owner is locked out only by her own network. */
const familiarNetworkLimit = 10;
/** Wrong passwords per network and window, whatever the account, for accounts that do not sign in from there. */
export const networkLimit = 100;
/** A network is familiar to an account for so long after a sign-in; attempts are kept as long. */
const familiarMs = 30 * dayMs;

export type AttemptSubject = { usernameKey: string; network: string; now: Date };

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Notes a password check that is about to be made, as a failure until `settleAttempt` says otherwise, so that guesses made at
 * the same time count each other. The same for accounts that do not exist.
 *
 * @throws LIMIT_EXCEEDED with the time after which one more check is allowed; then nothing is noted and nothing may be checked.
 */
export async function reserveAttempt(tx: Tx, subject: AttemptSubject): Promise<number> {
  const { usernameKey, network, now } = subject;
  const nowMs = now.getTime();
  await forgetOld(tx, iso(nowMs - familiarMs));
  const familiar = await familiarNetworks(tx, usernameKey, iso(nowMs - familiarMs));
  const failures = await failuresSince(tx, iso(nowMs - windowMs), usernameKey);
  const here = familiar.get(network);
  const counted =
    here === undefined
      ? failures.filter((failure) => !familiar.has(failure.network))
      : failures.filter((failure) => failure.network === network && failure.at > here);
  refuseWhenFull(
    counted.map((failure) => failure.at),
    here === undefined ? accountLimit : familiarNetworkLimit,
    nowMs,
  );
  // Strangers in one's own network, or behind one's own proxy, lock nobody out who is known to sign in from there.
  if (here === undefined)
    refuseWhenFull(await failuresOfNetwork(tx, iso(nowMs - windowMs), network), networkLimit, nowMs);
  const [row] = await tx
    .insert(signInAttempts)
    .values({ usernameKey, network, at: iso(nowMs), succeeded: false })
    .returning({ pk: signInAttempts.pk });
  if (!row) throw new Error("The attempt has no row.");
  return row.pk;
}

/** The password was right: the attempt is no guess, and its network is familiar from now on. */
export async function settleAttempt(tx: Tx, attempt: number, subject: AttemptSubject): Promise<void> {
  const { usernameKey, network } = subject;
  const earlier = and(
    eq(signInAttempts.usernameKey, usernameKey),
    eq(signInAttempts.network, network),
    eq(signInAttempts.succeeded, true),
  );
  await tx.delete(signInAttempts).where(earlier);
  await tx.update(signInAttempts).set({ succeeded: true }).where(eq(signInAttempts.pk, attempt));
}

function refuseWhenFull(failures: readonly string[], limit: number, nowMs: number): void {
  if (failures.length < limit) return;
  const oldest = [...failures].sort().at(-limit) ?? iso(nowMs);
  const retryAfterS = Math.max(1, Math.ceil((Date.parse(oldest) + windowMs - nowMs) / 1000));
  const minutes = Math.ceil(retryAfterS / 60);
  throw new TomError(
    "LIMIT_EXCEEDED",
    `Too many sign-ins failed. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    { retryAfterS },
  );
}

/** Network -> when the account last signed in from it. */
async function familiarNetworks(tx: Tx, usernameKey: string, since: string): Promise<Map<string, string>> {
  const rows = await tx
    .select({ network: signInAttempts.network, at: sql<string>`max(${signInAttempts.at})` })
    .from(signInAttempts)
    .where(
      and(
        eq(signInAttempts.usernameKey, usernameKey),
        eq(signInAttempts.succeeded, true),
        gt(signInAttempts.at, since),
      ),
    )
    .groupBy(signInAttempts.network)
    .limit(500);
  return new Map(rows.map((row) => [row.network, row.at]));
}

async function failuresSince(tx: Tx, since: string, usernameKey: string): Promise<{ network: string; at: string }[]> {
  return tx
    .select({ network: signInAttempts.network, at: signInAttempts.at })
    .from(signInAttempts)
    .where(
      and(
        eq(signInAttempts.usernameKey, usernameKey),
        gt(signInAttempts.at, since),
        eq(signInAttempts.succeeded, false),
      ),
    )
    .limit(1000);
}

async function failuresOfNetwork(tx: Tx, since: string, network: string): Promise<string[]> {
  const rows = await tx
    .select({ at: signInAttempts.at })
    .from(signInAttempts)
    .where(and(eq(signInAttempts.network, network), gt(signInAttempts.at, since), eq(signInAttempts.succeeded, false)))
    .limit(networkLimit + 1);
  return rows.map((row) => row.at);
}

async function forgetOld(tx: Tx, before: string): Promise<void> {
  const old = tx.select({ pk: signInAttempts.pk }).from(signInAttempts).where(lt(signInAttempts.at, before)).limit(100);
  await tx.delete(signInAttempts).where(inArray(signInAttempts.pk, old));
}
