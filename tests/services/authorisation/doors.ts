import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesBelow, root } from "@/scripts/steps/checkout.mjs";
import { hasDirective, parse, type SourceFile } from "@/tests/architecture/source-rules/source-file";

/** Every way into the app, read from its sources: pages, server actions, and each verb of each route. */
export type Door = {
  /** "page /targets/[id]", "action target.delete", "GET /api/v1/targets/{id}": what a row of the table is found by. */
  key: string;
  kind: "page" | "action" | "route";
  file: string;
  /** Of an action: the export that the build names. */
  exportedName: string;
};

const withoutGroups = (path: string): string => path.replace(/\/\([^)]+\)/g, "");

const addressOf = (file: string): string =>
  withoutGroups(file.replace(/^app/, "").replace(/\/(page|route)\.tsx?$/, "")) || "/";

/** "/targets/[id]" -> "/targets/{id}", the way the API writes it. */
const pattern = (address: string): string => address.replace(/\[([^\]]+)\]/g, "{$1}");

const verbs = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

type Exported = { name: string; value: ts.Expression | null };

function exportsOf(file: SourceFile): Exported[] {
  return file.ast.statements.flatMap((statement): Exported[] => {
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      return statement.exportClause.elements.map((element) => ({ name: element.name.text, value: null }));
    }
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    if (ts.isFunctionDeclaration(statement)) return [{ name: statement.name?.text ?? "default", value: null }];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.map(({ name, initializer }) => ({
      name: ts.isIdentifier(name) ? name.text : "",
      value: initializer ?? null,
    }));
  });
}

/** The `name` that an action was defined with. */
function nameOf(value: ts.Expression | null): string | null {
  if (!value || !ts.isCallExpression(value)) return null;
  const [spec] = value.arguments;
  if (!spec || !ts.isObjectLiteralExpression(spec)) return null;
  for (const property of spec.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isIdentifier(property.name)) continue;
    if (property.name.text === "name" && ts.isStringLiteral(property.initializer)) return property.initializer.text;
  }
  return null;
}

function doorsOf(path: string): Door[] {
  const door = (kind: Door["kind"], key: string, exportedName: string): Door => ({
    key,
    kind,
    file: path,
    exportedName,
  });
  if (/\/page\.tsx$/.test(path)) return [door("page", `page ${addressOf(path)}`, "default")];
  const file = parse(path, readFileSync(join(root, path), "utf8"));
  if (/\/route\.tsx?$/.test(path)) {
    return exportsOf(file)
      .filter(({ name }) => verbs.has(name))
      .map(({ name }) => door("route", `${name} ${pattern(addressOf(path))}`, name));
  }
  if (!hasDirective(file, "use server")) return [];
  return exportsOf(file).map(({ name, value }) => door("action", `action ${nameOf(value) ?? `${path}#${name}`}`, name));
}

/** All doors, in the order of their files. */
export const findDoors = (): Door[] =>
  ["app", "components", "lib"]
    .flatMap(filesBelow)
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
    .filter((path) => path.startsWith("app/") || /["']use server["']/.test(readFileSync(join(root, path), "utf8")))
    .flatMap(doorsOf);
