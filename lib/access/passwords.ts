import { hash, verify } from "@node-rs/argon2";
import { TomError } from "@/lib/core/errors";
import { normalPassword } from "./password-rules";

// argon2id (the package's default), 19 MiB, two passes: about 10 ms.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const mostAtOnce = 2;
const mostWaiting = 400;

type Pool = { running: number; waiting: (() => void)[]; decoy: Promise<string> | undefined };

// One pool a process, however often this module is loaded: without it a rush of sign-ins would take all memory.
const key = Symbol.for("tom.password-pool");
const holder = globalThis as { [key]?: Pool };
holder[key] ??= { running: 0, waiting: [], decoy: undefined };
const pool: Pool = holder[key];

async function inPool<T>(work: () => Promise<T>): Promise<T> {
  if (pool.running < mostAtOnce) pool.running++;
  else {
    if (pool.waiting.length >= mostWaiting) {
      throw new TomError("LIMIT_EXCEEDED", "Very many people are signing in just now; try again in a moment.", {
        retryAfterS: 5,
      });
    }
    // Whoever is done hands its place on, so `running` stays as it is.
    await new Promise<void>((resolve) => pool.waiting.push(resolve));
  }
  try {
    return await work();
  } finally {
    const next = pool.waiting.shift();
    if (next) next();
    else pool.running--;
  }
}

/** argon2id in PHC form. At most two run at once in this process. */
export const hashPassword = (password: string): Promise<string> => inPool(() => hash(normalPassword(password), cost));

/**
 * Whether `password` is the one that was hashed. Without a hash (no such account, or one without a password) the same
 * work is done and the answer is no, so that the time tells nothing.
 */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  pool.decoy ??= hash(crypto.randomUUID(), cost);
  const decoy = await pool.decoy;
  return inPool(async () => {
    try {
      const matches = await verify(passwordHash ?? decoy, normalPassword(password));
      return matches && passwordHash !== null;
    } catch {
      return false;
    }
  });
}
