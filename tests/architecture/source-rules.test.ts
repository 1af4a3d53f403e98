import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sourceRules } from "./source-rules/all-rules";
import { corpusCopies } from "./source-rules/corpus";
import { longFiles, nameFindings } from "./source-rules/manners";
import { parse } from "./source-rules/source-file";

type Sample = { path: string; text: string };
type Samples = { caught: Sample[]; allowed: Sample[] };

const action = "app/targets/_server/actions.ts";
const route = "app/api/v1/targets/route.ts";
const island = "components/plots/island.tsx";
const define = 'import { defineAction } from "@/lib/web/define-action";\n';
const defineRoute = 'import { defineRoute } from "@/lib/web/define-route";\n';

const samples: Record<string, Samples> = {
  "actions are defineAction": {
    caught: [
      { path: action, text: '"use server";\nexport async function remove(id: string) { return id; }\n' },
      { path: action, text: '"use server";\nexport const remove = async (id: string) => id;\n' },
      { path: action, text: '"use server";\nexport { remove } from "./elsewhere";\n' },
      { path: action, text: '"use server";\nexport * from "./elsewhere";\n' },
      { path: action, text: `"use server";\n${define}export default defineAction({});\n` },
      {
        path: action,
        text: '"use server";\nimport { defineAction } from "./mine";\nexport const a = defineAction({});\n',
      },
      { path: action, text: `"use server";\n${define}export const a = defineAction({}), b = () => 1;\n` },
      {
        path: "app/page.tsx",
        text: 'export const P = () => { async function act() { "use server"; } return act; };\n',
      },
    ],
    allowed: [
      { path: action, text: `"use server";\n${define}export const a = defineAction({});\nexport type A = string;\n` },
      { path: "app/targets/_server/loaders.ts", text: "export async function load() { return 1; }\n" },
    ],
  },
  "API verbs are defineRoute": {
    caught: [
      { path: route, text: "export async function GET() { return Response.json({}); }\n" },
      { path: route, text: `${defineRoute}export const GET = defineRoute({});\nexport const POST = async () => 1;\n` },
      { path: route, text: 'export { GET } from "./elsewhere";\n' },
      { path: "app/api/v1/route.ts", text: "export const DELETE = () => new Response();\n" },
    ],
    allowed: [
      {
        path: route,
        text: `${defineRoute}export const dynamic = "force-dynamic";\nexport const GET = defineRoute({});\n`,
      },
      { path: "app/api/health/live/route.ts", text: "export const GET = () => Response.json({});\n" },
    ],
  },
  "fields come from the field kit": {
    caught: ["input", "select", "textarea"].map((name) => ({
      path: "app/targets/page.tsx",
      text: `export const P = () => <form><${name} name="a"></${name}></form>;\n`,
    })),
    allowed: [
      { path: "components/forms/text-field.tsx", text: "export const F = () => <input />;\n" },
      { path: "app/targets/page.tsx", text: "export const P = () => <Input /> ;\n" },
      { path: "app/targets/page.tsx", text: 'export const P = () => <input type="hidden" name="a" />;\n' },
    ],
  },
  "lib/env alone reads the environment": {
    caught: [
      { path: "lib/targets/queries.ts", text: "export const a = process.env.SECRET;\n" },
      { path: "server/main.ts", text: 'export const a = process.env["SECRET"];\n' },
      { path: "app/page.tsx", text: "const { env } = process;\nexport default env;\n" },
      { path: "db/client.ts", text: 'import { env } from "node:process";\nexport default env;\n' },
      { path: "lib/web/auth.ts", text: "export const a = globalThis.process.env;\n" },
    ],
    allowed: [
      { path: "lib/env/env.ts", text: "export const a = process.env.SECRET;\n" },
      { path: "next.config.ts", text: "export const a = process.env.SECRET;\n" },
      { path: "lib/targets/queries.test.ts", text: "export const a = process.env.SECRET;\n" },
    ],
  },
  "lib/http alone fetches": {
    caught: [
      { path: "lib/brokers/one/client.ts", text: 'export const a = () => fetch("https://example.org/");\n' },
      { path: "lib/web/x.ts", text: "export const a = globalThis.fetch;\n" },
      { path: "lib/web/x.ts", text: "const get = fetch;\nexport default get;\n" },
      { path: "lib/web/x.ts", text: "export const a = run(fetch);\n" },
      { path: island, text: '"use client";\nexport const a = () => fetch("https://example.org/");\n' },
      { path: island, text: '"use client";\nexport const a = () => fetch("//example.org/");\n' },
      { path: island, text: '"use client";\nexport const a = (url: string) => fetch(url);\n' },
      { path: island, text: `"use client";\nexport const a = (url: string) => fetch(\`/\${url}\`);\n` },
      { path: "lib/web/x.ts", text: 'export const a = (u: string) => fetch(u, { mode: "same-origin" });\n' },
      { path: "lib/web/x.ts", text: "const fetch = globalThis.fetch;\nexport default fetch;\n" },
      { path: "components/server-side.tsx", text: 'export const a = () => fetch("/api/v1/me");\n' },
    ],
    allowed: [
      { path: "lib/http/client.ts", text: 'export const a = () => fetch("https://example.org/");\n' },
      { path: island, text: `"use client";\nexport const a = (id: string) => fetch(\`/api/v1/targets/\${id}\`);\n` },
      { path: "lib/jobs/x.ts", text: "export const a = (queue: Queue) => queue.fetch();\n" },
      { path: "lib/jobs/x.ts", text: "const fetch = [1];\nexport const a = run({ items: fetch });\n" },
      { path: "components/use-x.ts", text: 'export const a = (u: string) => fetch(u, { mode: "same-origin" });\n' },
      {
        path: island,
        text: `"use client";\nexport const a = (u: string) => fetch(\`/\${u.replace(/^\\/+/, "")}\`);\n`,
      },
      { path: "components/sky/x.ts", text: 'export const a = (u: string) => fetch(u, { credentials: "omit" });\n' },
    ],
  },
  "db/write alone opens transactions": {
    caught: [
      { path: "lib/targets/commands.ts", text: "export const a = (db: Db) => db.transaction(async () => 1);\n" },
      { path: "lib/web/x.ts", text: 'export const a = () => client.batch([], "write");\n' },
    ],
    allowed: [
      { path: "db/write.ts", text: 'export const a = () => client.transaction("write");\n' },
      { path: "lib/jobs/x.ts", text: "export const a = (list: List) => list.batch(10);\n" },
    ],
  },
  "zod is imported as a namespace": {
    caught: [
      { path: "lib/core/x.ts", text: 'import { z } from "zod";\nexport default z;\n' },
      { path: "lib/core/x.ts", text: 'import z from "zod";\nexport default z;\n' },
    ],
    allowed: [
      { path: "lib/core/x.ts", text: 'import * as z from "zod";\nexport default z;\n' },
      { path: "lib/core/x.ts", text: 'import type { ZodType } from "zod";\nexport type A = ZodType;\n' },
    ],
  },
  "nothing is suppressed": {
    caught: ["@ts-expect-error", "@ts-ignore", "biome-ignore lint: no", "eslint-disable"].map((word) => ({
      path: "lib/core/x.ts",
      text: `// ${word}\nexport const a = 1;\n`,
    })),
    allowed: [{ path: "lib/core/x.ts", text: "// A reason.\nexport const a = 1;\n" }],
  },
  "nothing is left unfinished": {
    caught: ["TODO", "FIXME"].map((word) => ({
      path: "lib/core/x.ts",
      text: `// ${word} later\nexport const a = 1;\n`,
    })),
    allowed: [{ path: "lib/core/x.ts", text: "// To do it twice is harmless.\nexport const a = 1;\n" }],
  },
  "files are named for what they hold": {
    caught: ["lib/core/utils.ts", "lib/common/x.ts", "lib/core/fooBar.ts", "components/Badge.tsx"].map((path) => ({
      path,
      text: "export const a = 1;\n",
    })),
    allowed: ["app/(tom)/targets/[id]/page.tsx", "app/api/auth/[...nextauth]/route.ts", "lib/core/ids.test.ts"].map(
      (path) => ({ path, text: "export const a = 1;\n" }),
    ),
  },
};

const findings = (name: string, { path, text }: Sample): string[] => {
  const rule = sourceRules.find((one) => one.name === name);
  return rule?.appliesTo(path) ? rule.check(parse(path, text)).map(({ message }) => message) : [];
};

describe("the rules on the source text", () => {
  it("have canaries each", () => {
    expect(Object.keys(samples).sort()).toEqual(sourceRules.map(({ name }) => name).sort());
  });

  for (const [name, { caught, allowed }] of Object.entries(samples)) {
    caught.forEach((sample, index) => {
      it(`${name}: catches violation ${index + 1}`, () => {
        expect(findings(name, sample)).not.toEqual([]);
      });
    });
    allowed.forEach((sample, index) => {
      it(`${name}: lets good code ${index + 1} through`, () => {
        expect(findings(name, sample)).toEqual([]);
      });
    });
  }

  it("tell a long file and its length", () => {
    const file = parse("lib/core/long.ts", "export const a = 1;\n".repeat(301));
    expect(longFiles([file])).toEqual([{ path: file.path, line: 1, message: "301 lines, more than 300" }]);
    expect(nameFindings("lib/core/clock.ts")).toEqual([]);
  });
});

describe("copies of the corpus", () => {
  const reply = { oid: "ZTF20aaelulu", meanra: 185.7289, meandec: 15.8236, ndet: 100, classes: Array(20).fill("SN") };

  it("are found however they are laid out, and our own fixtures are not", () => {
    const place = mkdtempSync(join(tmpdir(), "tom-corpus-"));
    mkdirSync(join(place, "corpus/brokers/alerce"), { recursive: true });
    mkdirSync(join(place, "project/fixtures"), { recursive: true });
    writeFileSync(join(place, "corpus/brokers/alerce/reply.json"), JSON.stringify(reply));
    writeFileSync(join(place, "project/fixtures/copied.json"), JSON.stringify(reply, null, 2));
    writeFileSync(join(place, "project/fixtures/own.json"), JSON.stringify({ ...reply, ndet: 7 }));
    const paths = ["fixtures/copied.json", "fixtures/own.json"];
    const found = corpusCopies(join(place, "corpus"), paths, join(place, "project"));
    rmSync(place, { recursive: true });
    expect(found.map(({ path }) => path)).toEqual(["fixtures/copied.json"]);
  });
});
