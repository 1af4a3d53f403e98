import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { type ErrorCode, TomError } from "@/lib/core/errors";
import { env } from "@/lib/env/env";
import { signedHeaders } from "../internal-call";
import { createSecrets, loadSecret } from "../secrets";
import { askOwnServer, runningServer } from "./loopback";

const path = "/api/internal/operations";

/** Does something with the database: through the running server, or, when none runs, as its owner for this moment. */
export async function act<T>(name: string, input: unknown): Promise<T> {
  const server = runningServer();
  return (server ? await askServer(server, name, input) : await doHere(name, input)) as T;
}

async function askServer(server: string, name: string, input: unknown): Promise<unknown> {
  const body = JSON.stringify({ name, input });
  const key = createSecrets(loadSecret(resolve(env().dataDir), env().TOM_SECRET)).derive("internal");
  const headers = signedHeaders(key, path, body, new Date(), randomUUID());
  const answer = (await askOwnServer(server, path, { method: "POST", headers, body })) as {
    data?: unknown;
    error?: { code: ErrorCode; message: string };
  };
  if (answer.error) throw new TomError(answer.error.code, answer.error.message);
  return answer.data;
}

async function doHere(name: string, input: unknown): Promise<unknown> {
  const { boot } = await import("../boot");
  const { perform } = await import("../operations/perform");
  const booted = await boot({ quiet: true });
  try {
    return await perform(booted.services, name, input);
  } finally {
    await booted.shutdown();
  }
}
