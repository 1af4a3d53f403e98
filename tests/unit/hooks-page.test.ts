import { describe, expect, it } from "vitest";
import * as named from "@/hooks/names";
import { eventPayloads, eventSummaries } from "@/lib/events/catalog";
import { handlerRights, handlerScopes, hookNames } from "@/lib/hooks/contract";
import { aTarget } from "@/tests/support/a-target";
import { blocksOf, linesOf, readSource, scriptNames, scriptsNamed } from "@/tests/support/document";
import { createHookBed } from "@/tests/support/hook-bed";

const page = readSource("docs/hooks.md");
const blocks = blocksOf(page);
const config = "tom.config.ts";

/** Those of the page only: an installation's own handlers stand in `hooks/names.ts` as well, and need no documentation. */
const shipped: readonly (keyof typeof named)[] = [
  "crossMatch",
  "emailOnCompleted",
  "refreshPhotometry",
  "groupWebhook",
  "signedWebhook",
];
const saysNothingOf = (names: readonly string[]): string[] => names.filter((name) => !page.includes(`\`${name}`));

describe("docs/hooks.md", () => {
  it("shows code of the repository only, word for word", () => {
    const code = blocks.filter(({ language }) => language === "ts");
    expect(code.length).toBeGreaterThan(5);
    for (const { file, code: text } of code) {
      expect(file, text).not.toBeNull();
      if (file === config) continue;
      const isShown = readSource(file ?? "").includes(text);
      expect(isShown, `docs/hooks.md shows code that ${file} does not have word for word:\n${text}`).toBe(true);
    }
  });

  it("configures a hook that exists with a handler that exists; what this installation configures is its own affair", () => {
    const shown = blocks.filter(({ file }) => file === config).map(({ code }) => /^ +(\w+): \[(\w+)\(/.exec(code));
    expect(shown.length).toBe(1);
    for (const line of shown) {
      expect(hookNames).toContain(line?.[1]);
      expect(Object.keys(named)).toContain(line?.[2]);
    }
  });

  it("leaves nothing of the example out", () => {
    const shown = blocks.filter((block) => block.file === "hooks/email-on-completed.ts").map(({ code }) => code);
    expect(shown.flatMap(linesOf)).toEqual(linesOf(readSource("hooks/email-on-completed.ts")));
  });

  it("tells of every hook when it fires, when it does not, and of each field of its payload", () => {
    const rows = hookNames.map((hook) => {
      const fields = Object.keys(eventPayloads[hook].shape).map((field) => `\`${field}\``);
      return `| \`${hook}\` | ${eventSummaries[hook].fires} | ${eventSummaries[hook].not} | ${fields.join(", ")} |`;
    });
    const told = page.split("\n").filter((line) => /^\| `\w+_post_\w+`|^\| `observation_change_state`/.test(line));
    expect(told.filter((line) => line.split("|").length === 6)).toEqual(rows);
  });

  it("has a row for each handler that is shipped, and for no other", () => {
    const table = page.split("\n## Handlers that come with the TOM\n")[1]?.split("\n### ")[0] ?? "";
    const told = [...table.matchAll(/^\| `(\w+)/gm)].map(([, name]) => name);
    expect(
      told,
      "docs/hooks.md, Handlers that come with the TOM, lists others than this test knows as shipped",
    ).toEqual(shipped);
    const missing = shipped.filter((name) => !(name in named));
    expect(missing, "docs/hooks.md tells of handlers that hooks/names.ts does not have").toEqual([]);
  });

  it("names every right, scope, command and part of the context", async () => {
    const unnamed = saysNothingOf([...handlerRights, ...handlerScopes]);
    expect(unnamed, "rights and scopes that docs/hooks.md does not name").toEqual([]);
    let parts: string[] = [];
    const bed = await createHookBed({
      comment_post_save: [
        {
          name: "probe",
          load:
            async () =>
            async (_payload, { queries, commands, ...context }) => {
              parts = [...Object.keys(queries), ...Object.keys(commands), ...Object.keys(context)];
            },
        },
      ],
    });
    const comment = { id: "c", author: "ada", body: "", createdAt: "", editedAt: null, mentions: [] };
    await bed.fire("comment_post_save", { comment, target: aTarget(), created: true, previous: null });
    await bed.destroy();
    expect(parts.length).toBeGreaterThan(15);
    const untold = saysNothingOf(parts.filter((name) => name !== "matchRadiusArcsec"));
    expect(untold, "parts of a handler's context that docs/hooks.md does not name").toEqual([]);
  });

  it("names commands that exist", () => {
    const named = scriptsNamed(blocks);
    expect(named.length).toBeGreaterThan(1);
    for (const name of named) expect(scriptNames()).toContain(name);
  });

  it("is linked from the first page, and links to pages that exist", () => {
    expect(readSource("README.md")).toContain("](docs/hooks.md)");
    const links = [...page.matchAll(/\]\(([\w./-]+\.md)\)/g)].flatMap(([, link]) => link ?? []);
    expect(links).toEqual(["getting-started.md", "fields.md"]);
    for (const link of links) expect(readSource(`docs/${link}`)).not.toBe("");
  });
});
