// Writes what is known of the API's routes from their files: app/api/v1/registry.ts, every route module by its path, for
// OpenAPI and the authorisation matrix; server/api-methods.ts, the methods of each path, for those who use another one.
// Run it after adding or removing a route or a method; `--check` only compares.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const top = join(import.meta.dirname, "..");
const root = join(top, "app", "api", "v1");

const allRoutes = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name === "route.ts")
  .map((entry) => relative(root, entry.parentPath).split(sep).join("/"))
  .sort();
const routes = allRoutes.filter((path) => path !== "openapi.json");

const nameOf = (path) =>
  path.replace(/\[([^\]]+)\]/g, "by-$1").replace(/[-/.]+([a-zA-Z])/g, (_, letter) => letter.toUpperCase());

const templateOf = (path) => `/${path.replace(/\[([^\]]+)\]/g, "{$1}")}`;

// In the order that the formatter wants.
const imports = routes
  .map((path) => ({ path, from: `./${path}/route` }))
  .sort((one, other) => (one.from < other.from ? -1 : 1))
  .map(({ path, from }) => `import * as ${nameOf(path)} from "${from}";`);

const registry = `// Made by scripts/generate-api-registry.mjs: every route of the API, by its path.

${imports.join("\n")}

export const apiModules = {
${routes.map((path) => `  "${templateOf(path)}": ${nameOf(path)},`).join("\n")}
} as const;
`;

/** HEAD comes with GET, OPTIONS with everything. */
function methodsOf(path) {
  const text = readFileSync(join(root, path, "route.ts"), "utf8");
  const own = [...text.matchAll(/^export const (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(([, method]) => method);
  return own.includes("GET") ? ["GET", "HEAD", ...own.filter((method) => method !== "GET")] : own;
}

const methods = `// Made by scripts/generate-api-registry.mjs: the methods of every path of the API.

export const apiMethods: Readonly<Record<string, string>> = {
${allRoutes.map((path) => `  "${templateOf(path)}": "${methodsOf(path).join(", ")}",`).join("\n")}
};
`;

const files = { "app/api/v1/registry.ts": registry, "server/api-methods.ts": methods };

const textOf = (path) => {
  try {
    return readFileSync(join(top, path), "utf8");
  } catch {
    return null;
  }
};

for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes("--check")) writeFileSync(join(top, path), text);
  else if (textOf(path) !== text) {
    process.stderr.write(`${path} does not name every route: run node scripts/generate-api-registry.mjs\n`);
    process.exitCode = 1;
  }
}
