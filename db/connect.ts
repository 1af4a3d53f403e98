import { type Client, createClient, type InStatement } from "@libsql/client";
import Native from "libsql";
import { keepStatements, type Rows } from "./kept-statements";

export type Address = { url: string; token?: string | undefined };

/** The net under the gate: how long the driver waits for a lock before it says BUSY. */
const busyTimeoutMs = 1000;

/** A connection. Chooses the driver: an embedded file (`file:`), or a libSQL server (`http://`, `https://`, `libsql://`). */
export const connect = ({ url, token }: Address, concurrency: number): Client =>
  createClient({ url, concurrency, timeout: busyTimeoutMs, ...(token ? { authToken: token } : {}) });

/** A connection to an embedded file that only reads, one statement after the other. */
export const connectReader = (url: string): { read(statement: InStatement): Rows; close(): void } =>
  keepStatements(new Native(decodeURIComponent(url.replace(/^file:(\/\/)?/, "")), { timeout: busyTimeoutMs }));
