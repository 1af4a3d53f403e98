/** Server actions over HTTP, as the pages call them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { latestBuild } from "../../scripts/steps/build.mjs";
import { root } from "./places";

const manifestShape = z.object({
  node: z.record(z.string(), z.object({ filename: z.string(), exportedName: z.string() })),
});

function idOf(file: string, name: string): string {
  const build = latestBuild();
  if (build === null) throw new Error("there is no build");
  const { node } = manifestShape.parse(
    JSON.parse(readFileSync(join(root, build, "server/server-reference-manifest.json"), "utf8")),
  );
  const found = Object.entries(node).find(([, one]) => one.filename === file && one.exportedName === name);
  if (!found) throw new Error(`there is no action ${name} in ${file}`);
  return found[0];
}

export type CallAction = (input: Record<string, unknown>) => Promise<void>;

type Action = { url: string; cookie: string; path: string; file: string; name: string };

/** A caller of one action from one page. It throws unless the action says `ok`. */
export function actionCaller({ url, cookie, path, file, name }: Action): CallAction {
  const id = idOf(file, name);
  return async (input) => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { cookie, origin: url, "next-action": id, accept: "text/x-component", "content-type": "text/plain" },
      body: JSON.stringify([input]),
      redirect: "manual",
    });
    const text = await response.text();
    // One line a chunk; the action's own result is an object with `ok`.
    if (response.status !== 303 && !/"ok":true/.test(text)) {
      throw new Error(`${name} answered ${response.status}: ${text.slice(0, 500)}`);
    }
  };
}
