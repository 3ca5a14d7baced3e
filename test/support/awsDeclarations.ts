/** What the installed `@pulumi/aws` declares, read from its `.d.ts` files by syntax alone. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const root = dirname(require.resolve("@pulumi/aws/package.json"));

export interface DeclaredProperty {
  required: boolean;
  /** Whether the type allows `undefined`, beyond being optional. */
  maybeUndefined: boolean;
  /** The properties of a nested object, for lists and maps those of their members; nothing for plain values. */
  nested?: () => Declared | undefined;
}
export type Declared = Map<string, DeclaredProperty>;

export interface DeclaredPair {
  inputs: Declared;
  outputs: Declared;
}

/** `aws:s3/bucket:Bucket`; nothing when there is no such type. */
export function declaredResource(token: string): DeclaredPair | undefined {
  const [, path = "", name = ""] = token.split(":");
  const source = moduleOf(path);
  if (!source) return undefined;
  const type = classNamed(source, name);
  const args = interfaceNamed(source, `${name}Args`);
  if (!type || !args) return undefined;
  const outputs = type.members.filter(ts.isPropertyDeclaration).filter((member) => !isStatic(member));
  return { inputs: properties(args.members), outputs: properties(outputs) };
}

/** `aws:s3/getBucket:getBucket`. */
export function declaredFunction(token: string): DeclaredPair | undefined {
  const [, path = "", name = ""] = token.split(":");
  const source = moduleOf(path);
  const base = name.charAt(0).toUpperCase() + name.slice(1);
  const result = source && interfaceNamed(source, `${base}Result`);
  if (!source || !result) return undefined;
  return { inputs: properties(interfaceNamed(source, `${base}Args`)?.members ?? []), outputs: properties(result.members) };
}

function moduleOf(path: string): ts.SourceFile | undefined {
  const [module = "", file = ""] = path.split("/");
  return parse(module === "index" ? `${file}.d.ts` : `${module}/${file}.d.ts`);
}

const parsed = new Map<string, ts.SourceFile | undefined>();

function parse(file: string): ts.SourceFile | undefined {
  if (!parsed.has(file)) {
    const path = join(root, file);
    const source = existsSync(path)
      ? ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true)
      : undefined;
    parsed.set(file, source);
  }
  return parsed.get(file);
}

function properties(members: Iterable<ts.Node>): Declared {
  const found: Declared = new Map();
  for (const member of members) {
    if (!ts.isPropertySignature(member) && !ts.isPropertyDeclaration(member)) continue;
    const { type } = member;
    found.set(member.name.getText(), {
      required: member.questionToken === undefined,
      maybeUndefined: /\|\s*undefined\b/.test(type?.getText() ?? ""),
      ...(type ? { nested: () => nestedProperties(type) } : {}),
    });
  }
  return found;
}

/** `pulumi.Input<pulumi.Input<inputs.dynamodb.TableAttribute>[]>` names an interface in types/input.d.ts. */
function nestedProperties(type: ts.TypeNode): Declared | undefined {
  const text = type.getText();
  const [, kind, path] = /\b(inputs|outputs)\.([A-Za-z0-9_.]+)/.exec(text) ?? [];
  if (!kind || !path) return undefined;
  const members = sharedTypes(kind === "inputs" ? "types/input.d.ts" : "types/output.d.ts").get(path);
  return members && properties(members.members);
}

const shared = new Map<string, Map<string, ts.InterfaceDeclaration>>();

/** The interfaces of a shared file by their path, such as `dynamodb.TableAttribute`. */
function sharedTypes(file: string): Map<string, ts.InterfaceDeclaration> {
  let types = shared.get(file);
  if (!types) {
    shared.set(file, (types = new Map()));
    const source = parse(file);
    if (source) collect(source.statements, "", types);
  }
  return types;
}

function collect(statements: Iterable<ts.Statement>, prefix: string, into: Map<string, ts.InterfaceDeclaration>): void {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement)) into.set(prefix + statement.name.text, statement);
    if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
      collect(statement.body.statements, `${prefix}${statement.name.text}.`, into);
    }
  }
}

function classNamed(source: ts.SourceFile, name: string): ts.ClassDeclaration | undefined {
  return source.statements.filter(ts.isClassDeclaration).find((statement) => statement.name?.text === name);
}

function interfaceNamed(source: ts.SourceFile, name: string): ts.InterfaceDeclaration | undefined {
  return source.statements.filter(ts.isInterfaceDeclaration).find((statement) => statement.name.text === name);
}

function isStatic(member: ts.PropertyDeclaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}
