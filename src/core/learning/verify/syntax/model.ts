/** What the syntax of a source file tells, by symbols: text in comments and strings is nothing here. */

/** What a piece of code lies in, on the way out to the file. */
export type Surrounding = "condition" | "loop" | "function" | "class";

interface Place {
  /** From 1. */
  line: number;
  within: Surrounding[];
  /** The same for the same code, however it is formatted: it tells whether a template brought it. */
  fingerprint: string;
}

/**
 * Symbols are written `package#path.to.name`: `@pulumi/aws#s3.Bucket`, `@pulumi/pulumi#automation.LocalWorkspace`;
 * `local#Site` for what the project declares itself, `#it` for what no file declares. `()` stands for what was made or
 * given back: `@pulumi/pulumi#Config().requireSecret`.
 */
export interface NewSite extends Place {
  symbol: string;
  /** The first argument, if it is a plain text. */
  name?: string;
  /** Names of the resource options that are given. */
  options: string[];
  /** Names of the arguments' own properties. */
  properties: string[];
}

export interface CallSite extends Place {
  symbol: string;
  /** The last name alone: `apply`. */
  method: string;
  /** Whether a function is among the arguments. */
  callback: boolean;
  /** Whether the call is waited for. */
  awaited: boolean;
  /** The first argument, if it is a plain text. */
  argument?: string;
  properties: string[];
}

export interface ClassSite extends Place {
  name: string;
  /** The symbol that it extends; empty if it extends nothing. */
  base: string;
  methods: string[];
  /** The first argument of `super(…)`, if it is a plain text. */
  typeName?: string;
  registersOutputs: boolean;
  exported: boolean;
}

export interface FileSyntax {
  /** Absolute. */
  file: string;
  /** Names of packages, and absolute paths without extension of the project's own files. */
  imports: string[];
  news: NewSite[];
  calls: CallSite[];
  classes: ClassSite[];
}
