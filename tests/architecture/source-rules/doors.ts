import ts from "typescript";
import { at, type Finding, hasDirective, importsFrom, nodes, type SourceFile, type SourceRule } from "./source-file";

const isExported = (node: ts.Statement): boolean =>
  ts.canHaveModifiers(node) &&
  (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);

const isTypeOnly = (statement: ts.Statement): boolean =>
  ts.isTypeAliasDeclaration(statement) ||
  ts.isInterfaceDeclaration(statement) ||
  (ts.isExportDeclaration(statement) && statement.isTypeOnly);

const isCallOf = (node: ts.Expression | undefined, callee: string): boolean =>
  node !== undefined &&
  ts.isCallExpression(node) &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === callee;

type Export = { node: ts.Node; name: string; value: ts.Expression | null };

/** Each exported name with what it is set to; null where the export is not `export const name = ...`. */
function exportsOf(file: SourceFile): Export[] {
  return file.ast.statements.flatMap((statement): Export[] => {
    if (isTypeOnly(statement)) return [];
    if (ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)) {
      return [{ node: statement, name: "", value: null }];
    }
    if (!isExported(statement)) return [];
    if (!ts.isVariableStatement(statement)) {
      const name = ts.isFunctionDeclaration(statement) ? (statement.name?.text ?? "default") : "";
      return [{ node: statement, name, value: null }];
    }
    return statement.declarationList.declarations.map((declaration) => ({
      node: declaration,
      name: ts.isIdentifier(declaration.name) ? declaration.name.text : "",
      value: declaration.initializer ?? null,
    }));
  });
}

/** Finds exports that are not a call of `wrapper`, imported from its one module. */
function unwrapped(file: SourceFile, wrapper: string, module: string, concerns: (name: string) => boolean): Finding[] {
  const wrong = exportsOf(file)
    .filter(({ name, value }) => concerns(name) && !isCallOf(value ?? undefined, wrapper))
    .map(({ node }) => at(file, node, `this export must be ${wrapper}(...)`));
  const uses = exportsOf(file).some(({ value }) => isCallOf(value ?? undefined, wrapper));
  return uses && !importsFrom(file, wrapper, module)
    ? [...wrong, { path: file.path, line: 1, message: `${wrapper} must come from ${module}` }]
    : wrong;
}

/** A server function is an open door for anybody who can post: none exists without its gate. */
export const actionsAreDefined: SourceRule = {
  name: "actions are defineAction",
  appliesTo: (path) => /^(app|components|lib)\//.test(path),
  check(file) {
    if (hasDirective(file, "use server")) {
      return unwrapped(file, "defineAction", "@/lib/web/define-action", () => true);
    }
    const inline = [...nodes(file.ast)].filter(
      (node) => ts.isStringLiteral(node) && node.text === "use server" && ts.isExpressionStatement(node.parent),
    );
    return inline.map((node) => at(file, node, "an action lives in a file of its own that opens with it"));
  },
};

const verbs = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Next's own settings of a route; anything else that is exported is a handler or does not belong there. */
const routeSettings = new Set(["dynamic", "dynamicParams", "revalidate", "fetchCache", "runtime", "maxDuration"]);

export const routesAreDefined: SourceRule = {
  name: "API verbs are defineRoute",
  appliesTo: (path) => /^app\/api\/v1\/(.+\/)?route\.tsx?$/.test(path),
  check(file) {
    const strangers = exportsOf(file)
      .filter(({ name }) => !verbs.has(name) && !routeSettings.has(name))
      .map(({ node }) => at(file, node, "a route exports verbs and Next's settings only"));
    const handlers = unwrapped(file, "defineRoute", "@/lib/web/define-route", (name) => verbs.has(name));
    return [...handlers, ...strangers];
  },
};
