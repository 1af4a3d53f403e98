import { type Client, createClient } from "@libsql/client";

export type Address = { url: string; token?: string | undefined };

/** The net under the gate: how long the driver waits for a lock before it says BUSY. */
const busyTimeoutMs = 1000;

/** A connection. Chooses the driver: an embedded file (`file:`), or a libSQL server (`http://`, `https://`, `libsql://`). */
export const connect = ({ url, token }: Address, concurrency: number): Client =>
  createClient({ url, concurrency, timeout: busyTimeoutMs, ...(token ? { authToken: token } : {}) });
