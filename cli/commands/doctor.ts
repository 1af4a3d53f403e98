import { resolve } from "node:path";
import { createClient } from "@libsql/client";
import type { Command } from "commander";
import { findOwner } from "@/db/owner";
import { isTomError } from "@/lib/core/errors";
import { env } from "@/lib/env/env";
import { createHttp } from "@/lib/http/create-http";
import { print } from "../output";

type Line = { check: string; state: "ok" | "warning" | "failed"; text: string };

const why = (error: unknown): string => (isTomError(error) ? error.message : "it could not be checked");

async function checkDatabase(): Promise<Line[]> {
  const settings = env();
  const url = settings.TOM_DATABASE_URL ?? `file:${resolve(settings.dataDir)}/tom.db`;
  const client = createClient({
    url,
    timeout: 2000,
    ...(settings.TOM_DATABASE_TOKEN ? { authToken: settings.TOM_DATABASE_TOKEN } : {}),
  });
  try {
    const { rows } = await client.execute("SELECT count(*) AS n FROM __drizzle_migrations");
    const { rows: sound } = url.startsWith("file:")
      ? await client.execute("PRAGMA quick_check(1)")
      : { rows: [["ok"]] };
    const isSound = sound[0]?.[0] === "ok";
    return [
      { check: "database", state: isSound ? "ok" : "failed", text: isSound ? "sound" : "damaged: restore a backup" },
      { check: "migrations", state: "ok", text: `${rows[0]?.n} applied` },
    ];
  } catch {
    return [
      { check: "database", state: "failed", text: "it does not answer, or has no schema yet (npm start makes it)" },
    ];
  } finally {
    client.close();
  }
}

async function checkEngine(): Promise<Line> {
  const settings = env();
  if (findOwner(resolve(settings.dataDir)) === null)
    return { check: "engine", state: "ok", text: "the server does not run now" };
  try {
    const response = await fetch(
      `http://${settings.host === "0.0.0.0" ? "127.0.0.1" : settings.host}:${settings.port}/api/health/ready`,
      { signal: AbortSignal.timeout(5000) },
    );
    const answer = (await response.json()) as { checks: { engine: string } };
    return { check: "engine", state: answer.checks.engine === "ok" ? "ok" : "failed", text: answer.checks.engine };
  } catch {
    return { check: "engine", state: "failed", text: "the server holds the database but does not answer" };
  }
}

async function checkBrokers(): Promise<Line[]> {
  const { default: config } = await import("@/tom.config");
  const http = createHttp({ allowPrivateHosts: env().allowPrivateHosts });
  try {
    return await Promise.all(
      config.brokers.map(async ({ definition: { manifest }, settings }) => {
        const missing = manifest.credentials.filter(({ key, optional }) => !optional && !settings.credentials?.[key]);
        if (manifest.retired) return { check: `broker ${manifest.id}`, state: "ok" as const, text: "retired" };
        if (missing.length > 0)
          return {
            check: `broker ${manifest.id}`,
            state: "warning" as const,
            text: `needs ${missing.map((one) => one.envName).join(", ")}`,
          };
        const [service] = manifest.services;
        const url = service ? (settings.baseUrls?.[service.key] ?? service.defaultUrl) : manifest.homepage;
        try {
          const client = http.client({ service: manifest.name, hosts: [new URL(url).host], timeoutMs: 5000 });
          await client.request({ url, accept: [301, 302, 400, 401, 403, 404, 405, 422] });
          return { check: `broker ${manifest.id}`, state: "ok" as const, text: "answers" };
        } catch (error) {
          return { check: `broker ${manifest.id}`, state: "warning" as const, text: why(error) };
        }
      }),
    );
  } finally {
    await http.close();
  }
}

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check configuration, database, engine and brokers, one line each")
    .option("--json", "print one JSON document")
    .action(async (options: { json?: boolean }) => {
      const lines: Line[] = [];
      try {
        env();
        await import("@/tom.config");
        lines.push({ check: "configuration", state: "ok", text: "read" });
        lines.push(...(await checkDatabase()), await checkEngine(), ...(await checkBrokers()));
      } catch (error) {
        lines.push({ check: "configuration", state: "failed", text: why(error) });
      }
      lines.push(
        { check: "streams", state: "ok", text: "not configured" },
        { check: "mail", state: "ok", text: "not configured" },
      );
      print({ checks: lines }, options, () =>
        lines.map((line) => `${line.state.padEnd(8)} ${line.check.padEnd(16)} ${line.text}`),
      );
      if (lines.some((line) => line.state === "failed")) process.exitCode = 1;
    });
}
