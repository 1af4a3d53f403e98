import ts from "typescript";
import { at, hasDirective, nodes, runs, type SourceFile, type SourceRule } from "./source-file";

const isNamed = (node: ts.Node, name: string): boolean => ts.isIdentifier(node) && node.text === name;

const elementsIn = (file: SourceFile): (ts.JsxOpeningElement | ts.JsxSelfClosingElement)[] =>
  [...nodes(file.ast)].filter((node) => ts.isJsxOpeningElement(node) || ts.isJsxSelfClosingElement(node));

const rawControls = new Set(["input", "select", "textarea"]);

/** Carries a value without asking for one. */
const isHidden = (element: ts.JsxOpeningElement | ts.JsxSelfClosingElement): boolean =>
  element.attributes.properties.some((attribute) => attribute.getText() === 'type="hidden"');

export const noRawControls: SourceRule = {
  name: "fields come from the field kit",
  appliesTo: (path) => path.startsWith("app/") && path.endsWith(".tsx"),
  check: (file) =>
    elementsIn(file)
      .filter((element) => rawControls.has(element.tagName.getText()) && !isHidden(element))
      .map((element) => at(file, element, `<${element.tagName.getText()}>: use the field kit of components/forms`)),
};

/** `process.env` in any spelling that does not hide on purpose. */
const readsEnvironment = (node: ts.Node): boolean => {
  if (ts.isPropertyAccessExpression(node)) {
    return node.name.text === "env" && /^(globalThis\.)?process$|^import\.meta$/.test(node.expression.getText());
  }
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier;
    return (node.propertyName ?? node.name).text === "env" && /^["'](node:)?process["']$/.test(from.getText());
  }
  return (
    ts.isVariableDeclaration(node) &&
    ts.isObjectBindingPattern(node.name) &&
    node.initializer !== undefined &&
    isNamed(node.initializer, "process") &&
    node.name.elements.some((element) => (element.propertyName ?? element.name).getText() === "env")
  );
};

export const oneReaderOfEnvironment: SourceRule = {
  name: "lib/env alone reads the environment",
  appliesTo: (path) => runs(path) && !path.startsWith("lib/env/"),
  check: (file) =>
    [...nodes(file.ast)]
      .filter(readsEnvironment)
      .map((node) => at(file, node, "read it in lib/env, which parses it once")),
};

/** A path on the page's own origin, as far as the text shows: "/api/..." but not "//elsewhere". */
const isOwnPath = (node: ts.Expression | undefined): boolean => {
  if (node === undefined) return false;
  if (ts.isStringLiteralLike(node)) return /^\/(?!\/)/.test(node.text);
  if (!ts.isTemplateExpression(node)) return false;
  if (/^\/(?!\/)./.test(node.head.text)) return true;
  // A slash of ours before a text whose own leading slashes were taken off.
  const first = node.templateSpans[0]?.expression.getText() ?? "";
  return node.head.text === "/" && first.endsWith('.replace(/^\\/+/, "")');
};

/** `{ mode: "same-origin" }`: the browser itself refuses any other origin. */
const staysAtHome = (node: ts.Expression | undefined): boolean =>
  node !== undefined &&
  ts.isObjectLiteralExpression(node) &&
  node.properties.some((property) => ['mode: "same-origin"', 'credentials: "omit"'].includes(property.getText()));

const mayFetch = (file: SourceFile, call: ts.CallExpression): boolean => {
  const island = hasDirective(file, "use client") || /^components\/|\/_components\//.test(file.path);
  const [address, settings] = call.arguments;
  return island && (staysAtHome(settings) || (hasDirective(file, "use client") && isOwnPath(address)));
};

/** The global function, called or handed on; members, keys and names of something else are not it. */
const meansGlobalFetch = (node: ts.Node): boolean => {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return /^(globalThis|window|self)$/.test(parent.expression.getText());
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return ts.isCallExpression(parent);
};

const declaresFetch = (file: SourceFile): boolean =>
  [...nodes(file.ast)].some(
    (node) => (ts.isVariableDeclaration(node) || ts.isParameter(node)) && isNamed(node.name, "fetch"),
  );

export const oneHttpClient: SourceRule = {
  name: "lib/http alone fetches",
  appliesTo: (path) => runs(path) && !path.startsWith("lib/http/"),
  check(file) {
    const own = declaresFetch(file);
    const message =
      'use the client of lib/http; an island may fetch "/...", with mode: "same-origin", or without credentials';
    return [...nodes(file.ast)]
      .filter((node) => isNamed(node, "fetch") && meansGlobalFetch(node))
      .filter(({ parent }) => !own || ts.isPropertyAccessExpression(parent))
      .filter(({ parent }) => !(ts.isCallExpression(parent) && mayFetch(file, parent)))
      .map((node) => at(file, node, message));
  },
};

export const oneGate: SourceRule = {
  name: "db/write alone opens transactions",
  appliesTo: (path) => runs(path) && !/^db\/(write|migrate)\.ts$/.test(path),
  check: (file) =>
    [...nodes(file.ast)].flatMap((node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
      const { name, expression } = node.expression;
      const onDatabase = /(^|\.)(db|tx|client|database|libsql|reader|writer)$/i.test(expression.getText());
      return onDatabase && /^(transaction|batch|migrate|executeMultiple)$/.test(name.text)
        ? [at(file, node, "write through write(fn) of db/write.ts")]
        : [];
    }),
};

export const zodAsNamespace: SourceRule = {
  name: "zod is imported as a namespace",
  appliesTo: (path) => /\.tsx?$/.test(path),
  check: (file) =>
    file.ast.statements.flatMap((statement) =>
      ts.isImportDeclaration(statement) &&
      statement.moduleSpecifier.getText() === '"zod"' &&
      statement.importClause !== undefined &&
      !statement.importClause.isTypeOnly &&
      !(statement.importClause.namedBindings && ts.isNamespaceImport(statement.importClause.namedBindings))
        ? [at(file, statement, 'write import * as z from "zod", which can be shaken')]
        : [],
    ),
};
