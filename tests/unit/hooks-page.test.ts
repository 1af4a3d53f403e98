import { describe, expect, it } from "vitest";
import * as shipped from "@/hooks/names";
import { eventPayloads, eventSummaries } from "@/lib/events/catalog";
import { handlerRights, handlerScopes, hookNames } from "@/lib/hooks/contract";
import { aTarget } from "@/tests/support/a-target";
import { blocksOf, linesOf, readSource, scriptNames, scriptsNamed } from "@/tests/support/document";
import { createHookBed } from "@/tests/support/hook-bed";

const page = readSource("docs/hooks.md");
const blocks = blocksOf(page);

describe("docs/hooks.md", () => {
  it("shows code of the repository only, word for word", () => {
    const code = blocks.filter(({ language }) => language === "ts");
    expect(code.length).toBeGreaterThan(5);
    for (const { file, code: text } of code) {
      expect(file, text).not.toBeNull();
      expect(readSource(file ?? ""), file ?? "").toContain(text);
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

  it("names every right, scope, command and part of the context, and every handler that is shipped", async () => {
    for (const name of [...handlerRights, ...handlerScopes, ...Object.keys(shipped)])
      expect(page).toContain(`\`${name}`);
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
    for (const part of parts.filter((name) => name !== "matchRadiusArcsec")) expect(page).toContain(`\`${part}`);
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
