import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import type * as TypeScript from "typescript";
import { typescript } from "./compiler";
import type { FileSyntax, Surrounding } from "./model";
import { isOwn, Names, unwrap } from "./names";

/** Reads the syntax of one source file. A file with mistakes gives what could be understood of it. */
export function readSyntax(file: string, text: string): FileSyntax {
  const ts = typescript();
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const names = new Names(source);
  const found: FileSyntax = {
    file,
    imports: names.imports.map((from) => (isOwn(from) ? resolve(dirname(file), from) : from)),
    news: [],
    calls: [],
    classes: [],
  };
  const place = (node: TypeScript.Node) => ({
    line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1,
    within: surroundings(node),
    fingerprint: createHash("sha1").update(node.getText(source).replace(/\s+/g, "")).digest("base64"),
  });
  const visit = (node: TypeScript.Node): void => {
    if (ts.isNewExpression(node)) {
      const arguments_ = [...(node.arguments ?? [])];
      found.news.push({
        ...place(node),
        symbol: names.symbolOf(node.expression),
        name: plainText(arguments_[0]),
        options: optionsOf(names, node, names.symbolOf(node.expression).startsWith("local#")),
        properties: arguments_.flatMap((each) => keysOf(names, each)),
      });
    } else if (ts.isCallExpression(node) && node.expression.kind !== ts.SyntaxKind.SuperKeyword) {
      const symbol = names.symbolOf(node.expression);
      found.calls.push({
        ...place(node),
        symbol,
        method: symbol.split(/[.#]/).pop() ?? "",
        callback: node.arguments.some((each) => ts.isArrowFunction(each) || ts.isFunctionExpression(each)),
        awaited: isAwaited(node),
        argument: plainText(node.arguments[0]),
        properties: node.arguments.flatMap((each) => keysOf(names, each)),
      });
    } else if ((ts.isClassDeclaration(node) || ts.isClassExpression(node))) {
      const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
      found.classes.push({
        ...place(node),
        name: nameOfClass(node),
        base: base ? names.symbolOf(base.expression) : "",
        methods: node.members.flatMap((each) => (ts.isMethodDeclaration(each) || ts.isPropertyDeclaration(each)) && ts.isIdentifier(each.name) ? [each.name.text] : []),
        typeName: plainText(superCall(node)?.arguments[0]),
        registersOutputs: contains(node, (each) => ts.isCallExpression(each) && ts.isPropertyAccessExpression(each.expression) && each.expression.expression.kind === ts.SyntaxKind.ThisKeyword && each.expression.name.text === "registerOutputs"),
        exported: ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false),
      });
    }
    if (ts.isObjectLiteralExpression(node) && ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name)) {
      // A provider may be one object instead of a class.
      const methods = methodsOf(node);
      if (methods.length > 0) found.classes.push({ ...place(node), name: node.parent.name.text, base: "", methods, registersOutputs: false, exported: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names in the last argument: of a package's resource the third one, of a component of one's own any but the first. */
function optionsOf(names: Names, node: TypeScript.NewExpression, own: boolean): string[] {
  const arguments_ = node.arguments ?? [];
  const options = own ? arguments_[arguments_.length - 1] : arguments_[2];
  return options && (own ? arguments_.length > 1 : true) ? keysOf(names, options) : [];
}

/** The names that an object gets, also by a variable, a spread or a call that merges several. */
function keysOf(names: Names, expression: TypeScript.Expression, depth = 0): string[] {
  const ts = typescript();
  if (depth > 6) return [];
  const inner = unwrap(expression);
  const below = (each: TypeScript.Expression): string[] => keysOf(names, each, depth + 1);
  if (ts.isObjectLiteralExpression(inner)) {
    return inner.properties.flatMap((each) => (ts.isSpreadAssignment(each) ? below(each.expression) : each.name && (ts.isIdentifier(each.name) || ts.isStringLiteralLike(each.name)) ? [each.name.text] : []));
  }
  if (ts.isConditionalExpression(inner)) return [...below(inner.whenTrue), ...below(inner.whenFalse)];
  if (ts.isCallExpression(inner) && names.symbolOf(inner.expression) === "@pulumi/pulumi#mergeOptions") return inner.arguments.flatMap(below);
  if (ts.isIdentifier(inner)) {
    const value = names.valueOf(inner);
    return value && ts.isObjectLiteralExpression(unwrap(value)) ? below(value) : [];
  }
  return [];
}

function methodsOf(node: TypeScript.ObjectLiteralExpression): string[] {
  const ts = typescript();
  return node.properties.flatMap((each) => {
    const isFunction = ts.isMethodDeclaration(each) || (ts.isPropertyAssignment(each) && (ts.isArrowFunction(each.initializer) || ts.isFunctionExpression(each.initializer)));
    return isFunction && ts.isIdentifier(each.name) ? [each.name.text] : [];
  });
}

function surroundings(node: TypeScript.Node): Surrounding[] {
  const ts = typescript();
  const found = new Set<Surrounding>();
  for (let current = node; current.parent; current = current.parent) {
    const { parent } = current;
    if (ts.isIfStatement(parent) ? current !== parent.expression : ts.isConditionalExpression(parent) ? current !== parent.condition : ts.isCaseOrDefaultClause(parent)) found.add("condition");
    else if (ts.isBinaryExpression(parent) && parent.right === current && [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(parent.operatorToken.kind)) found.add("condition");
    else if (ts.isIterationStatement(parent, false)) found.add("loop");
    else if (ts.isFunctionLike(parent)) {
      found.add("function");
      if (isLoopBody(parent)) found.add("loop");
    } else if (ts.isClassLike(parent)) found.add("class");
  }
  return [...found];
}

const LOOP_METHODS = new Set(["map", "forEach", "flatMap", "reduce", "from"]);

function isLoopBody(node: TypeScript.Node): boolean {
  const ts = typescript();
  const { parent } = node;
  return ts.isCallExpression(parent) && parent.arguments.includes(node as TypeScript.Expression) && ts.isPropertyAccessExpression(parent.expression) && LOOP_METHODS.has(parent.expression.name.text);
}

function isAwaited(node: TypeScript.Node): boolean {
  const ts = typescript();
  return ts.isAwaitExpression(node.parent) || (ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === "then");
}

function plainText(node: TypeScript.Node | undefined): string | undefined {
  return node && typescript().isStringLiteralLike(node) ? node.text : undefined;
}

function nameOfClass(node: TypeScript.ClassLikeDeclaration): string {
  const ts = typescript();
  if (node.name) return node.name.text;
  return ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name) ? node.parent.name.text : "";
}

function superCall(node: TypeScript.Node): TypeScript.CallExpression | undefined {
  const ts = typescript();
  let found: TypeScript.CallExpression | undefined;
  contains(node, (each) => {
    if (ts.isCallExpression(each) && each.expression.kind === ts.SyntaxKind.SuperKeyword) found ??= each;
    return found !== undefined;
  });
  return found;
}

function contains(node: TypeScript.Node, test: (node: TypeScript.Node) => boolean): boolean {
  return typescript().forEachChild(node, (child) => test(child) || contains(child, test) || undefined) === true;
}
