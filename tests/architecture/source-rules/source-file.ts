import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { filesBelow, root, topLevelRooms } from "@/scripts/steps/checkout.mjs";

export type SourceFile = { path: string; text: string; ast: ts.SourceFile };
export type Finding = { path: string; line: number; message: string };

export type SourceRule = {
  name: string;
  /** Whether the rule looks at this path at all. */
  appliesTo(path: string): boolean;
  check(file: SourceFile): Finding[];
};

export function parse(path: string, text: string): SourceFile {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return { path, text, ast: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, kind) };
}

export const at = (file: SourceFile, node: ts.Node, message: string): Finding => ({
  path: file.path,
  line: file.ast.getLineAndCharacterOfPosition(node.getStart(file.ast)).line + 1,
  message,
});

/** Every node below one, itself first. */
export function* nodes(node: ts.Node): Generator<ts.Node> {
  yield node;
  for (const child of node.getChildren()) yield* nodes(child);
}

const isTest = (path: string): boolean => /\.test\.tsx?$|\/contract-(?:suite|bench|fuzz|mutations)\.ts$/.test(path);

/** Rooms whose code runs in production. */
export const runs = (path: string): boolean =>
  !isTest(path) &&
  /^((app|cli|components|db|hooks|inngest|lib|server|worker)\/|(proxy|instrumentation|tom\.config)\.ts$)/.test(path);

/** Whether a file opens with a directive such as "use server". */
export function hasDirective(file: SourceFile, directive: string): boolean {
  for (const statement of file.ast.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) return false;
    if (statement.expression.text === directive) return true;
  }
  return false;
}

/** Whether a name is imported from a module, under that very name. */
export const importsFrom = (file: SourceFile, name: string, module: string): boolean =>
  file.ast.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) &&
      ts.isStringLiteral(statement.moduleSpecifier) &&
      statement.moduleSpecifier.text === module &&
      statement.importClause?.namedBindings !== undefined &&
      ts.isNamedImports(statement.importClause.namedBindings) &&
      statement.importClause.namedBindings.elements.some(
        (element) => element.name.text === name && element.propertyName === undefined,
      ),
  );

/** All files of the checkout that belong to the project, text or not. */
export const projectFiles = (): string[] => topLevelRooms().flatMap(filesBelow);

/** All TypeScript of the project, parsed. */
export const readSources = (): SourceFile[] =>
  [...projectFiles(), "proxy.ts", "instrumentation.ts", "tom.config.ts"].flatMap((path) => {
    if (!/\.tsx?$/.test(path)) return [];
    try {
      return [parse(path, readFileSync(join(root, path), "utf8"))];
    } catch {
      return []; // A root file that this installation does not have.
    }
  });
