import type * as TypeScript from "typescript";
import { typescript } from "./compiler";

interface Declaration {
  /** The code in which the name means this. */
  scope: TypeScript.Node;
  symbol: () => string;
}

/** What a name stands for that can't be told: a parameter, a variable without a value. */
const UNKNOWN_SYMBOL = "?";
const DEEPEST = 12;

/** What the names in a file stand for, without asking the type checker. */
export class Names {
  private readonly declarations = new Map<string, Declaration[]>();
  readonly imports: string[] = [];
  private depth = 0;

  constructor(private readonly source: TypeScript.SourceFile) {
    this.collect(source);
  }

  /** The symbol of an expression; see `NewSite`. */
  symbolOf(expression: TypeScript.Expression): string {
    const ts = typescript();
    // A variable may be made of itself.
    if (this.depth > DEEPEST) return UNKNOWN_SYMBOL;
    this.depth++;
    try {
      const inner = unwrap(expression);
      if (ts.isIdentifier(inner)) return this.named(inner);
      if (ts.isPropertyAccessExpression(inner)) return member(this.symbolOf(inner.expression), inner.name.text);
      if (ts.isElementAccessExpression(inner) && ts.isStringLiteralLike(inner.argumentExpression)) return member(this.symbolOf(inner.expression), inner.argumentExpression.text);
      if (ts.isNewExpression(inner)) return `${this.symbolOf(inner.expression)}()`;
      if (ts.isCallExpression(inner)) return requiredModule(inner) ?? `${this.symbolOf(inner.expression)}()`;
      return UNKNOWN_SYMBOL;
    } finally {
      this.depth--;
    }
  }

  /** The value that a variable begins with, where a name stands for one. */
  valueOf(name: TypeScript.Identifier): TypeScript.Expression | undefined {
    const ts = typescript();
    let found: TypeScript.Expression | undefined;
    const visit = (node: TypeScript.Node): void => {
      if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === name.text) found ??= node.initializer;
      ts.forEachChild(node, visit);
    };
    visit(this.source);
    return found;
  }

  private named(name: TypeScript.Identifier): string {
    const candidates = (this.declarations.get(name.text) ?? []).filter(({ scope }) => scope.pos <= name.pos && name.end <= scope.end);
    const nearest = candidates.sort((a, b) => a.scope.end - a.scope.pos - (b.scope.end - b.scope.pos))[0];
    return nearest ? nearest.symbol() : `#${name.text}`;
  }

  private declare(name: string, scope: TypeScript.Node, symbol: () => string): void {
    const known = this.declarations.get(name);
    if (known) known.push({ scope, symbol });
    else this.declarations.set(name, [{ scope, symbol }]);
  }

  private collect(node: TypeScript.Node): void {
    const ts = typescript();
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) this.importOf(node, node.moduleSpecifier.text);
    else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference) && ts.isStringLiteralLike(node.moduleReference.expression)) {
      const from = node.moduleReference.expression.text;
      this.imports.push(from);
      this.declare(node.name.text, this.source, () => moduleSymbol(from));
    } else if ((ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))) this.imports.push(node.moduleSpecifier.text);
    else if (ts.isVariableDeclaration(node)) this.variable(node);
    else if (ts.isParameter(node)) for (const name of boundNames(node.name)) this.declare(name, node.parent, () => UNKNOWN_SYMBOL);
    else if ((ts.isClassDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name) {
      const { text } = node.name;
      this.declare(text, scopeOf(node), () => `local#${text}`);
    } else if (ts.isCallExpression(node)) {
      const from = requiredName(node);
      if (from) this.imports.push(from);
    }
    ts.forEachChild(node, (child) => this.collect(child));
  }

  private importOf(node: TypeScript.ImportDeclaration, from: string): void {
    const ts = typescript();
    // What is imported for its types alone does nothing in the program.
    if (node.importClause?.isTypeOnly) return;
    this.imports.push(from);
    const { name, namedBindings } = node.importClause ?? {};
    if (name) this.declare(name.text, this.source, () => (isOwn(from) ? member("local#", name.text) : moduleSymbol(from)));
    if (!namedBindings) return;
    if (ts.isNamespaceImport(namedBindings)) this.declare(namedBindings.name.text, this.source, () => moduleSymbol(from));
    else for (const each of namedBindings.elements) this.declare(each.name.text, this.source, () => member(moduleSymbol(from), (each.propertyName ?? each.name).text));
  }

  private variable(node: TypeScript.VariableDeclaration): void {
    const ts = typescript();
    const scope = scopeOf(node);
    const { initializer } = node;
    if (ts.isIdentifier(node.name)) {
      this.declare(node.name.text, scope, () => (initializer ? this.symbolOf(initializer) : UNKNOWN_SYMBOL));
      return;
    }
    for (const element of node.name.elements) {
      if (ts.isOmittedExpression(element) || !ts.isIdentifier(element.name)) continue;
      const key = element.propertyName && ts.isIdentifier(element.propertyName) ? element.propertyName.text : element.name.text;
      const fromObject = ts.isObjectBindingPattern(node.name) && initializer;
      this.declare(element.name.text, scope, () => (fromObject ? member(this.symbolOf(fromObject), key) : UNKNOWN_SYMBOL));
    }
  }
}

/** `@pulumi/pulumi/automation` is `@pulumi/pulumi#automation`; a file of the project is `local#`. */
function moduleSymbol(from: string): string {
  if (isOwn(from)) return "local#";
  const parts = from.split("/");
  const length = from.startsWith("@") ? 2 : 1;
  return `${parts.slice(0, length).join("/")}#${parts.slice(length).join(".")}`;
}

function member(base: string, name: string): string {
  return base === UNKNOWN_SYMBOL ? `${UNKNOWN_SYMBOL}.${name}` : base.endsWith("#") ? base + name : `${base}.${name}`;
}

export function isOwn(from: string): boolean {
  return from.startsWith(".") || from.startsWith("/");
}

/** The expression without what changes only its type or waits for it. */
export function unwrap(expression: TypeScript.Expression): TypeScript.Expression {
  const ts = typescript();
  let inner = expression;
  while (ts.isParenthesizedExpression(inner) || ts.isAwaitExpression(inner) || ts.isNonNullExpression(inner) || ts.isAsExpression(inner) || ts.isSatisfiesExpression(inner)) inner = inner.expression;
  return inner;
}

function requiredName(call: TypeScript.CallExpression): string | undefined {
  const ts = typescript();
  const [first] = call.arguments;
  const loads = (ts.isIdentifier(call.expression) && call.expression.text === "require") || call.expression.kind === ts.SyntaxKind.ImportKeyword;
  return loads && first && ts.isStringLiteralLike(first) ? first.text : undefined;
}

function requiredModule(call: TypeScript.CallExpression): string | undefined {
  const from = requiredName(call);
  return from === undefined ? undefined : moduleSymbol(from);
}

function scopeOf(node: TypeScript.Node): TypeScript.Node {
  const ts = typescript();
  let current = node.parent;
  while (!ts.isBlock(current) && !ts.isSourceFile(current) && !ts.isFunctionLike(current) && !ts.isIterationStatement(current, false) && !ts.isModuleBlock(current)) current = current.parent;
  return current;
}

function boundNames(name: TypeScript.BindingName): string[] {
  const ts = typescript();
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}
