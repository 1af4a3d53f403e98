// Writes app/api/v1/registry.ts: every route module of the API by its path, for OpenAPI and the authorisation matrix.
// Run it after adding or removing a route; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const root = join(import.meta.dirname, "..", "app", "api", "v1");
const file = join(root, "registry.ts");

const routes = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name === "route.ts")
  .map((entry) => relative(root, entry.parentPath).split(sep).join("/"))
  .filter((path) => path !== "openapi.json")
  .sort();

const nameOf = (path) =>
  path.replace(/\[([^\]]+)\]/g, "by-$1").replace(/[-/.]+([a-zA-Z])/g, (_, letter) => letter.toUpperCase());

// In the order that the formatter wants.
const imports = routes
  .map((path) => ({ path, from: `./${path}/route` }))
  .sort((one, other) => (one.from < other.from ? -1 : 1))
  .map(({ path, from }) => `import * as ${nameOf(path)} from "${from}";`);

const text = `// Made by scripts/generate-api-registry.mjs: every route of the API, by its path.

${imports.join("\n")}

export const apiModules = {
${routes.map((path) => `  "/${path.replace(/\[([^\]]+)\]/g, "{$1}")}": ${nameOf(path)},`).join("\n")}
} as const;
`;

if (process.argv.includes("--check")) {
  if (readFileSync(file, "utf8") !== text) {
    process.stderr.write(
      "app/api/v1/registry.ts does not name every route: run node scripts/generate-api-registry.mjs\n",
    );
    process.exit(1);
  }
} else writeFileSync(file, text);
