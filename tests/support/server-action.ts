import { readFileSync } from "node:fs";
import { join } from "node:path";
import { latestBuild } from "@/scripts/steps/build.mjs";
import { root } from "@/scripts/steps/checkout.mjs";

/**
 * Server actions as a program without our pages would call them: by the id that the build gave each one, posted to a page
 * that carries it.
 */
export type ActionReference = { file: string; exportedName: string; id: string; pages: readonly string[] };

type Manifest = {
  node: Record<string, { workers: Record<string, unknown>; filename?: string; exportedName?: string }>;
};

/** "app/(tom)/targets/[id]/page" -> "/targets/[id]" */
const addressOfPage = (worker: string): string =>
  worker
    .replace(/^app/, "")
    .replace(/\/(page|route)$/, "")
    .replace(/\/\([^)]+\)/g, "") || "/";

/** Every action that the newest build answers to. */
export function builtActions(): ActionReference[] {
  const buildDir = latestBuild();
  if (buildDir === null) throw new Error("nothing is built: npm run build first");
  const path = join(root, buildDir, "server/server-reference-manifest.json");
  const { node } = JSON.parse(readFileSync(path, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { workers, filename = "", exportedName = "" }]) => ({
    id,
    file: filename,
    exportedName,
    pages: Object.keys(workers).map(addressOfPage),
  }));
}

export type ActionAnswer = {
  status: number;
  /** What the action returned; null when it redirected, or when it was never run. */
  result: { ok: true; data: unknown } | { ok: false; error: { code: string; message: string } } | null;
  redirectedTo: string | null;
  text: string;
  headers: Headers;
};

type Row = { a?: string };

/** The value of the promise that the first row of the answer names. */
function returned(text: string): ActionAnswer["result"] {
  const rows = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^([0-9a-f]+):(.*)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined) rows.set(key, value);
  }
  const first = rows.get("0");
  if (first === undefined || !first.startsWith("{")) return null;
  const at = (JSON.parse(first) as Row).a?.replace(/^\$@/, "");
  const value = at === undefined ? undefined : rows.get(at);
  return value?.startsWith("{") ? (JSON.parse(value) as ActionAnswer["result"]) : null;
}

/** Posts one argument to an action. `address`: a page that carries it, or any other, to see what happens then. */
export async function postAction(
  url: string,
  actionId: string,
  headers: Record<string, string>,
  input: unknown,
): Promise<ActionAnswer> {
  const answer = await fetch(url, {
    method: "POST",
    redirect: "manual",
    headers: {
      ...headers,
      Accept: "text/x-component",
      "Content-Type": "text/plain;charset=UTF-8",
      "Next-Action": actionId,
    },
    body: JSON.stringify([input]),
  });
  const text = await answer.text();
  const isFlight = (answer.headers.get("content-type") ?? "").includes("text/x-component");
  return {
    status: answer.status,
    result: isFlight ? returned(text) : null,
    redirectedTo: answer.headers.get("x-action-redirect"),
    text,
    headers: answer.headers,
  };
}
