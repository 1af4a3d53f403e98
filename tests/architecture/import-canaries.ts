/**
 * A small tree in which every import rule is broken once, on purpose, and in which every row of the table also has an
 * import that it allows. `wants`: the rule that must name this file; absent, nothing may be said of it.
 */
export type Canary = { path: string; text: string; wants?: string };

const value = "export const x = 1;\n";
const uses = (module: string): string => `import * as it from "${module}";\nexport const seen = it;\n`;

const domains = ["targets", "alerts", "reduced-data", "data-products", "observations", "imports", "streams", "sharing"];
const platform = ["audit", "events", "access", "jobs", "mail", "notifications", "hooks"];
const families = ["brokers", "catalogs", "facilities", "stream-sources", "sharing-targets", "data-processors"];

/** What the canaries import: each is clean. */
const ground: Canary[] = [
  ...domains.flatMap((name) => [
    { path: `lib/${name}/types.ts`, text: "export type X = { id: string };\n" },
    { path: `lib/${name}/queries.ts`, text: uses("@/db/client") },
    { path: `lib/${name}/private-part.ts`, text: value },
  ]),
  ...platform.map((name) => ({ path: `lib/${name}/record.ts`, text: value })),
  ...families.flatMap((name) => [
    { path: `lib/${name}/contract.ts`, text: uses("zod") },
    { path: `lib/${name}/registry.ts`, text: uses("./contract") },
    { path: `lib/${name}/one/index.ts`, text: `${uses("../contract")}export * from "./mapping";\n` },
    { path: `lib/${name}/one/mapping.ts`, text: value },
    { path: `lib/${name}/two/mapping.ts`, text: value },
  ]),
  {
    path: "lib/data-processors/reading/table.ts",
    text: `${uses("../contract")}export * from "papaparse";\n`,
  },
  { path: "lib/data-processors/three/index.ts", text: `${uses("../reading/table")}export * from "fast-png";\n` },
  { path: "lib/data-processors/run.ts", text: `${uses("node:fs")}export * from "./contract";\n` },
  { path: "lib/core/ids.ts", text: uses("uuid") },
  { path: "lib/astro/cone.ts", text: uses("@/lib/core/ids") },
  { path: "lib/env/env.ts", text: uses("@/lib/core/ids") },
  { path: "lib/config/define.ts", text: uses("@/lib/brokers/contract") },
  { path: "lib/http/client.ts", text: uses("undici") },
  { path: "lib/web/boot.ts", text: `${uses("@/db/client")}export * from "next/headers";\n` },
  { path: "lib/web/demo/seed.ts", text: uses("@/db/schema/targets") },
  { path: "lib/web/session.ts", text: uses("next-auth") },
  { path: "lib/hooks/contract.ts", text: value },
  { path: "lib/core/ids.test.ts", text: uses("@/db/testing") },
  { path: "db/connect.ts", text: uses("@libsql/client") },
  { path: "db/client.ts", text: uses("./connect") },
  { path: "db/schema/targets.ts", text: uses("drizzle-orm/sqlite-core") },
  { path: "db/testing.ts", text: uses("@/db/client") },
  { path: "components/badge.tsx", text: uses("react") },
  { path: "app/targets/page.tsx", text: `${uses("@/components/badge")}export * from "@/lib/targets/queries";\n` },
  { path: "app/targets/_server/actions.ts", text: uses("@/lib/web/boot") },
  { path: "app/targets/_components/form.tsx", text: uses("../_server/actions") },
  { path: "hooks/note.ts", text: uses("@/lib/hooks/contract") },
  { path: "tom.config.ts", text: uses("@/lib/brokers/one/index") },
  { path: "server/main.ts", text: `${uses("node:http")}export * from "@/lib/web/boot";\n` },
  { path: "cli/main.ts", text: `${uses("commander")}export * from "@/lib/targets/queries";\n` },
  { path: "inngest/client.ts", text: uses("@/lib/targets/queries") },
  { path: "worker/main.ts", text: uses("@/lib/http/client") },
  { path: "scripts/start.mjs", text: uses("node:fs") },
  { path: "tests/support/app.ts", text: value },
  { path: "e2e/targets.spec.ts", text: uses("@playwright/test") },
  { path: "bench/list.ts", text: uses("@/lib/targets/private-part") },
  { path: "proxy.ts", text: uses("next/server") },
  { path: "next.config.ts", text: uses("next") },
];

const broken = (wants: string, path: string, module: string): Canary => ({ path, text: uses(module), wants });

const rows: Canary[] = [
  broken("app", "app/canary/page.tsx", "@/db/client"),
  broken("app", "app/canary-private/page.tsx", "@/lib/targets/private-part"),
  broken("app-inngest", "app/api/inngest/route.ts", "@/lib/targets/queries"),
  broken("app-components", "app/targets/_components/canary.tsx", "@/lib/targets/queries"),
  broken("components", "components/canary.tsx", "@/lib/targets/queries"),
  broken("lib-web", "lib/web/canary.ts", "@/db/schema/targets"),
  broken("lib-web-stores", "lib/web/demo/canary.ts", "@libsql/client"),
  ...domains.map((name) =>
    broken(`domain-${name}`, `lib/${name}/canary.ts`, `@/lib/${name === "alerts" ? "targets" : "alerts"}/private-part`),
  ),
  broken("domain-alerts", "lib/alerts/canary-family.ts", "@/lib/catalogs/contract"),
  broken("domain-targets", "lib/targets/canary-next.ts", "next/headers"),
  ...platform.map((name, index) =>
    broken(
      `platform-${name}`,
      `lib/${name}/canary.ts`,
      `@/lib/${platform[index + 1] ?? "web"}/${index + 1 < platform.length ? "record" : "boot"}`,
    ),
  ),
  broken("plug-in", "lib/brokers/one/canary-db.ts", "@/db/client"),
  broken("plug-in", "lib/brokers/one/canary-sibling.ts", "../two/mapping"),
  broken("plug-in", "lib/catalogs/one/canary-family.ts", "@/lib/brokers/contract"),
  broken("plug-in-family", "lib/brokers/canary.ts", "@/lib/targets/types"),
  broken("data-processor", "lib/data-processors/one/canary-node.ts", "node:fs"),
  broken("data-processor", "lib/data-processors/one/canary-http.ts", "@/lib/http/client"),
  broken("data-processor", "lib/data-processors/one/canary-sibling.ts", "../two/mapping"),
  broken("data-processor-reading", "lib/data-processors/reading/canary.ts", "../one/mapping"),
  broken("data-processor-thread", "lib/data-processors/worker.ts", "@/lib/http/client"),
  broken("lib-core", "lib/core/canary.ts", "node:fs"),
  broken("lib-astro", "lib/astro/canary.ts", "@/lib/http/client"),
  broken("lib-env", "lib/env/canary.ts", "@/lib/config/define"),
  broken("lib-config", "lib/config/canary.ts", "@/lib/brokers/one/mapping"),
  broken("lib-http", "lib/http/canary.ts", "@/lib/env/env"),
  broken("db", "db/canary.ts", "@/lib/targets/types"),
  broken("inngest", "inngest/canary.ts", "@/lib/web/boot"),
  broken("worker", "worker/canary.ts", "@/lib/targets/types"),
  broken("hooks", "hooks/canary.ts", "@/lib/targets/queries"),
  broken("server", "server/canary.ts", "@/lib/targets/queries"),
  broken("cli", "cli/canary.ts", "@/db/schema/targets"),
  broken("scripts", "scripts/canary.mjs", "zod"),
  broken("e2e", "e2e/canary.spec.ts", "@/lib/targets/queries"),
  broken("next-files", "instrumentation.ts", "@/db/client"),
  broken("tool-config", "vitest.config.mts", "@/lib/core/ids"),
];

const general: Canary[] = [
  broken("every-module-has-a-room", "tests.config.ts", "zod"),
  broken("every-lib-module-has-a-room", "lib/elsewhere/canary.ts", "zod"),
  { path: "lib/core/circle-a.ts", text: uses("./circle-b"), wants: "no-cycle" },
  { path: "lib/core/circle-b.ts", text: uses("./circle-a") },
  broken("no-unresolved", "lib/core/canary-nowhere.ts", "./nowhere"),
  broken("no-import-of-tests", "lib/web/canary-tests.ts", "@/db/testing"),
  broken("one-driver", "db/canary-driver.ts", "@libsql/client"),
  broken("edge-friendly", "db/schema/canary.ts", "node:crypto"),
  broken("edge-friendly", "lib/alerts/queries/canary.ts", "node:crypto"),
  broken("sign-in-port", "lib/web/canary-sign-in.ts", "next-auth"),
  broken("processors-reach-nothing", "lib/data-processors/one/canary-round-about.ts", "@/lib/core/canary-reaches"),
  { path: "lib/core/canary-reaches.ts", text: uses("@/lib/env/env"), wants: "lib-core" },
  broken("worker-never-reaches-db", "worker/canary-round-about.ts", "@/lib/targets/queries"),
];

/** The configuration's canary is the file itself, so it comes as a tree of its own. */
export const configCanary: Canary = {
  path: "tom.config.ts",
  text: `import * as it from "@/lib/targets/queries";\nexport const seen = it;\n`,
  wants: "tom-config",
};

export const canaries: readonly Canary[] = [...ground, ...rows, ...general];
