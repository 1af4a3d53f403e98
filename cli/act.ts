import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { findOwner } from "@/db/owner";
import { TomError } from "@/lib/core/errors";
import { env } from "@/lib/env/env";
import { signedHeaders } from "@/lib/web/internal-call";
import { createSecrets, loadSecret } from "@/lib/web/secrets";

const path = "/api/internal/operations";

/** Does something with the database: through the running server, or, when none runs, as its owner for this moment. */
export async function act<T>(name: string, input: unknown): Promise<T> {
  const dataDir = resolve(env().dataDir);
  const server = runningServer(dataDir);
  return (server ? await askServer(server, dataDir, name, input) : await doHere(name, input)) as T;
}

function runningServer(dataDir: string): string | null {
  if (findOwner(dataDir) === null) return null;
  try {
    const { host, port } = JSON.parse(readFileSync(join(dataDir, "server.json"), "utf8")) as {
      host: string;
      port: number;
    };
    const reachable =
      host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host.includes(":") ? `[${host}]` : host;
    return `http://${reachable}:${port}`;
  } catch {
    throw new TomError("CONFLICT", "The data folder is in use by another command; try again when it has ended.");
  }
}

async function askServer(address: string, dataDir: string, name: string, input: unknown): Promise<unknown> {
  const body = JSON.stringify({ name, input });
  const key = createSecrets(loadSecret(dataDir, env().TOM_SECRET)).derive("internal");
  let response: Response;
  try {
    response = await fetch(address + path, {
      method: "POST",
      headers: signedHeaders(key, path, body, new Date(), randomUUID()),
      body,
    });
  } catch (error) {
    throw new TomError("UPSTREAM_FAILED", "The running server does not answer. Is it still starting?", {
      cause: error,
    });
  }
  const answer = (await response.json()) as { data?: unknown; error?: { code: TomError["code"]; message: string } };
  if (answer.error) throw new TomError(answer.error.code, answer.error.message);
  return answer.data;
}

async function doHere(name: string, input: unknown): Promise<unknown> {
  const { boot } = await import("@/lib/web/boot");
  const { perform } = await import("@/lib/web/operations/perform");
  const booted = await boot({ quiet: true });
  try {
    return await perform(booted.services, name, input);
  } finally {
    await booted.shutdown();
  }
}
