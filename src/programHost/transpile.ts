import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type * as TypeScript from "typescript";

export type ModuleFormat = "commonjs" | "module";

/** A syntax error in the user's TypeScript, at its own place. Lines and columns start at 1. */
export class CompileError extends Error {
  override readonly name = "CompileError";

  constructor(
    message: string,
    readonly position: { file: string; line: number; column: number },
  ) {
    super(`${position.file}(${position.line},${position.column}): ${message}`);
    // The stack would only show the loader; the position says where the mistake is.
    this.stack = `${this.name}: ${this.message}`;
  }
}

let loaded: typeof TypeScript | undefined;

/** TypeScript is 9 MB of source: it is loaded only when a file is not in the cache yet. */
function typescript(): typeof TypeScript {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at start
  loaded ??= require("typescript") as typeof TypeScript;
  return loaded;
}

/** Part of each cache key; raise it when the way files are transpiled changes. */
const CACHE_VERSION = 4;

/**
 * Turns one TypeScript file into JavaScript with an inline source map, without type checking.
 * Files are never bundled: callback functions are serialized from their own source.
 */
export class Transpiler {
  private readonly configs = new Map<string, string>();

  /** @param cacheFolder where results are kept between runs; nothing is kept when undefined. */
  constructor(private readonly cacheFolder?: string) {}

  transpile(file: string, source: string, format: ModuleFormat): string {
    const configFile = findConfig(dirname(file));
    const config = configFile ? this.configText(configFile) : "";
    const key = createHash("sha256")
      .update(JSON.stringify([CACHE_VERSION, file, format, config, source]))
      .digest("hex");
    const cached = this.cacheFolder && join(this.cacheFolder, `${key}.js`);
    if (cached && existsSync(cached)) return readFileSync(cached, "utf8");
    const output = this.compile(file, source, format, configFile);
    if (cached) store(cached, output);
    return output;
  }

  private compile(file: string, source: string, format: ModuleFormat, configFile: string | undefined): string {
    const ts = typescript();
    const result = ts.transpileModule(source, {
      fileName: file,
      reportDiagnostics: true,
      compilerOptions: compilerOptions(ts, configFile, format),
    });
    const failure = result.diagnostics?.find((each) => each.category === ts.DiagnosticCategory.Error && each.file);
    if (failure?.file) {
      const { line, character } = failure.file.getLineAndCharacterOfPosition(failure.start ?? 0);
      const message = ts.flattenDiagnosticMessageText(failure.messageText, "\n");
      throw new CompileError(`error TS${failure.code}: ${message}`, { file, line: line + 1, column: character + 1 });
    }
    return result.outputText;
  }

  private configText(file: string): string {
    let text = this.configs.get(file);
    if (text === undefined) {
      text = readFileSync(file, "utf8");
      this.configs.set(file, text);
    }
    return text;
  }
}

function store(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, text);
    renameSync(temporary, file);
  } catch {
    // A cache that can't be written costs time, not correctness.
  }
}

function findConfig(folder: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    const candidate = join(current, "tsconfig.json");
    if (existsSync(candidate)) return candidate;
    if (existsSync(join(current, "Pulumi.yaml")) || dirname(current) === current) return undefined;
  }
}

/** The user's own options where they matter for the emitted code; ours where running needs them. */
function compilerOptions(
  ts: typeof TypeScript,
  configFile: string | undefined,
  format: ModuleFormat,
): TypeScript.CompilerOptions {
  const own: TypeScript.CompilerOptions = configFile
    ? ts.parseJsonConfigFileContent(
        ts.readConfigFile(configFile, ts.sys.readFile).config ?? {},
        // Only the options count here: an empty file list keeps the parser from walking the folder.
        { ...ts.sys, readDirectory: () => [] },
        dirname(configFile),
      ).options
    : {};
  const nodeStyle = own.module === undefined || own.module >= ts.ModuleKind.Node16;
  return {
    target: Math.max(own.target ?? 0, ts.ScriptTarget.ES2022),
    module: format === "module" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
    esModuleInterop: own.esModuleInterop ?? nodeStyle,
    experimentalDecorators: own.experimentalDecorators,
    emitDecoratorMetadata: own.emitDecoratorMetadata,
    // By the target that the user means, not by the one that is emitted: redefined fields would lose what a base
    // class has set.
    useDefineForClassFields: own.useDefineForClassFields ?? (own.target ?? ts.ScriptTarget.ES2020) >= ts.ScriptTarget.ES2022,
    importHelpers: own.importHelpers,
    strict: own.strict,
    alwaysStrict: own.alwaysStrict,
    jsx: own.jsx ?? ts.JsxEmit.React,
    jsxFactory: own.jsxFactory,
    jsxImportSource: own.jsxImportSource,
    allowJs: true,
    isolatedModules: true,
    preserveConstEnums: true,
    inlineSourceMap: true,
    inlineSources: false,
    newLine: ts.NewLineKind.LineFeed,
  };
}
