/** The language of rules: what must be seen for an item of the plan to be done. `walkthroughs/verification.yaml` is written in it. */
import { z } from "zod";

const oneOrMore = <T extends z.ZodType>(each: T) => z.union([each, z.array(each).min(1)]).transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
const texts = oneOrMore(z.string().min(1));
const type = z.string().regex(/^[^:\s]+:[^:\s]*:[^:\s]+$/, "a type token such as aws:s3/bucket:Bucket, or aws:*:*");

/** What a value must be. A plain text, number or truth value must be met exactly. */
export type Matcher =
  | string
  | number
  | boolean
  | {
      exists?: boolean;
      in?: (string | number)[];
      matches?: string;
      min?: number;
      /** A list or object with at least so many members. */
      size?: number;
      not?: Matcher;
      /** A list with this member, an object with this key, or the text itself. */
      has?: string;
      /** It names a resource of these types in the same stack: by its ARN, id, name or address. */
      of?: string | string[];
      /** What must be true of the resource that `of` finds. */
      where?: Record<string, Matcher>;
    };
const matcher: z.ZodType<Matcher> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.strictObject({
      exists: z.boolean().optional(),
      in: z.array(z.union([z.string(), z.number()])).optional(),
      matches: z.string().refine(isPattern, "a regular expression").optional(),
      min: z.number().optional(),
      size: z.number().int().optional(),
      not: matcher.optional(),
      has: z.string().optional(),
      of: z.union([type, z.array(type)]).optional(),
      where: properties.optional(),
    }),
  ]),
);
const properties = z.record(z.string(), matcher);

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** A resource, or several, in the recorded state of a deployed stack. */
const resource = z.strictObject({
  /** Any of these; a component of the project's own when it is left out. */
  type: oneOrMore(type).optional(),
  /** By path; lists on the way count by any of their members, JSON in a text is looked into. */
  where: properties.optional(),
  /** At least so many that all this is true of. */
  min: z.number().int().positive().default(1),
  /** Counted for each value of this path by itself, such as the topic of subscriptions. */
  per: z.string().optional(),
  /** So many different values of this path among them. */
  distinct: z.strictObject({ path: z.string(), min: z.number().int() }).optional(),
  /** Depends on another by an option, not by a reference. */
  dependsOn: z.literal(true).optional(),
  /** Depends on another by a reference to one of its outputs. */
  references: z.literal(true).optional(),
  ignoreChanges: z.literal(true).optional(),
  /** Was there before Pulumi: it has been imported. */
  imported: z.enum(["option", "any"]).optional(),
  /** Has another name than in an earlier state, and is the same thing still. */
  renamed: z.literal(true).optional(),
  /** Was in the state of another stack before. */
  moved: z.literal(true).optional(),
  /** Made through a provider that the program itself made. */
  ownProvider: z.literal(true).optional(),
  /** A reference to a stack of another project of this workspace that is deployed. */
  toOtherProject: z.literal(true).optional(),
  /** So many resources lie directly below it. */
  children: z.number().int().positive().optional(),
  /** It lies below a component that the program's own class makes. */
  inComponent: z.literal(true).optional(),
  /** A component that has registered outputs. */
  registered: z.literal(true).optional(),
  /** So many resources are made by one and the same place of the program. */
  sameSource: z.number().int().min(2).optional(),
  /** Words for it, with an article: "a bucket with lifecycle rules". */
  say: z.string().min(1),
});
export type ResourceCondition = z.infer<typeof resource>;

const site = {
  /** Symbols of what is made by `new`; `*` stands for any letters. */
  new: texts.optional(),
  /** Symbols of what is called. */
  call: texts.optional(),
  /** A class that extends one of these. */
  class: texts.optional(),
  /** Resource options that are given to it: any of them. */
  option: texts.optional(),
  /** Properties that its arguments have: all of them. */
  properties: z.array(z.string()).optional(),
  /** The name of the class. */
  named: z.string().refine(isPattern).optional(),
  /** Methods of the class: all of them. */
  methods: z.array(z.string()).optional(),
  within: oneOrMore(z.enum(["condition", "loop", "function", "class"])).optional(),
  /** A call that gets a function. */
  callback: z.literal(true).optional(),
  awaited: z.literal(true).optional(),
  /** The first argument's text. */
  argument: z.string().refine(isPattern).optional(),
  /** The class is used by a `new` in the program. */
  instantiated: z.literal(true).optional(),
  /** The class is exported and used in another file. */
  reused: z.literal(true).optional(),
  registersOutputs: z.literal(true).optional(),
  min: z.number().int().positive().optional(),
};
const siteCondition = z.strictObject(site);
export type SiteCondition = z.infer<typeof siteCondition>;

/** Code of a project, by its syntax and its imports; what a template brought does not count. */
const code = z.strictObject({
  ...site,
  /** The program itself with what it imports; other files of the project, such as tests; every file of the workspace. */
  in: z.enum(["program", "tests", "workspace"]).default("program"),
  /** The resource that it makes is in the stack's recorded state. */
  recorded: z.literal(true).optional(),
  /** All of these in one file. */
  together: z.array(siteCondition).min(1).optional(),
  /** The file imports one of these. */
  imports: texts.optional(),
  say: z.string().min(1),
});
export type CodeCondition = z.infer<typeof code>;

const operation = z.strictObject({
  /** These, each with success; in any order, unless `inOrder`. */
  done: oneOrMore(z.enum(["preview", "deploy", "refresh", "destroy", "import", "export", "import-state", "config-set", "config-secret", "new", "state", "check"])),
  inOrder: z.literal(true).optional(),
  /** Counts in its summary, such as `replace`: any of them. */
  changes: texts.optional(),
  via: z.enum(["lab", "terminal", "automation"]).optional(),
  /** A flag that was given to it. */
  flag: z.string().optional(),
  /** So many of them. */
  min: z.number().int().positive().default(1),
  /** On so many different stacks. */
  stacks: z.number().int().positive().optional(),
  /** Of any project of the workspace, also one without a folder. */
  anywhere: z.literal(true).optional(),
  say: z.string().min(1),
});
export type OperationCondition = z.infer<typeof operation>;

const file = z.strictObject({
  /** Of the project's folder, or of the workspace's. `*` is any name in a folder, `**` any folders. */
  path: texts,
  in: z.enum(["project", "workspace"]).default("project"),
  /** Of YAML or JSON: values by path; of other files: patterns that their lines without comments have. */
  where: properties.optional(),
  lines: z.array(z.string().refine(isPattern)).optional(),
  min: z.number().int().positive().default(1),
  say: z.string().min(1),
});
export type FileCondition = z.infer<typeof file>;

const config = z.strictObject({
  kind: z.enum(["plain", "secret"]),
  /** A key with this name; by default one of the project's own. */
  key: z.string().refine(isPattern).optional(),
  /** The program reads this key by `Config`. */
  read: z.literal(true).optional(),
  say: z.string().min(1),
});
export type ConfigCondition = z.infer<typeof config>;

/** Outputs of the stack that another stack of this workspace reads. */
const outputs = z.strictObject({ say: z.string().min(1) });
export type OutputsCondition = z.infer<typeof outputs>;

const stacks = z.strictObject({
  /** So many stacks of one project, or so many projects with a stack, that hold resources. */
  min: z.number().int().min(2),
  of: z.enum(["project", "projects"]).default("project"),
  say: z.string().min(1),
});
export type StacksCondition = z.infer<typeof stacks>;

/** A request to an API of the stack on this machine; what it answers is what counts. */
const step = z.strictObject({
  method: z.enum(["GET", "POST", "PUT", "DELETE"]).default("GET"),
  /** `{name}` stands for what an earlier step took. */
  path: z.string().startsWith("/"),
  json: z.record(z.string(), z.unknown()).optional(),
  status: z.array(z.number().int()).min(1),
  /** The Location header of a redirect. */
  location: z.string().optional(),
  /** Takes the first of these properties of the answer; of an address its last part. */
  take: z.strictObject({ name: z.string(), from: z.array(z.string()).min(1) }).optional(),
});
const http = z.strictObject({ steps: z.array(step).min(1), say: z.string().min(1) });
export type HttpCondition = z.infer<typeof http>;

const holds = z.strictObject({
  /** A queue of the stack that holds messages; with `deadLetter` one to which another queue sends what failed. */
  queue: z.enum(["any", "deadLetter"]).optional(),
  /** A bucket of the stack that holds objects. */
  bucket: z.literal(true).optional(),
  /** A table of the stack that holds items. */
  table: z.literal(true).optional(),
  min: z.number().int().positive().default(1),
  say: z.string().min(1),
});
export type HoldsCondition = z.infer<typeof holds>;

const tool = z.strictObject({ name: z.enum(["pulumi", "emulator"]), say: z.string().min(1) });
export type ToolCondition = z.infer<typeof tool>;

const emulator = z.strictObject({ say: z.string().min(1) });

export interface Condition {
  all?: Condition[];
  any?: Condition[];
  tool?: ToolCondition;
  emulator?: z.infer<typeof emulator>;
  file?: FileCondition;
  code?: CodeCondition;
  config?: ConfigCondition;
  operation?: OperationCondition;
  outputs?: OutputsCondition;
  stacks?: StacksCondition;
  resource?: ResourceCondition;
  template?: string;
  http?: HttpCondition;
  holds?: HoldsCondition;
}
export type ConditionKind = keyof Condition;

const condition: z.ZodType<Condition> = z.lazy(() =>
  z
    .strictObject({
      all: z.array(condition).min(1).optional(),
      any: z.array(condition).min(1).optional(),
      tool: tool.optional(),
      emulator: emulator.optional(),
      file: file.optional(),
      code: code.optional(),
      config: config.optional(),
      operation: operation.optional(),
      outputs: outputs.optional(),
      stacks: stacks.optional(),
      resource: resource.optional(),
      /** The behaviour check of a lab made from this template has passed. */
      template: z.string().regex(/^[a-z][a-z0-9-]*$/).optional(),
      http: http.optional(),
      holds: holds.optional(),
    })
    .refine((value) => Object.values(value).filter((each) => each !== undefined).length === 1, "a condition says one thing; join several by all or any"),
);

const rule = z.strictObject({
  when: condition,
  /** The next step for who has not done it; one is made from the condition that fails where there is none. */
  next: z.string().min(1).optional(),
});
export type Rule = z.infer<typeof rule>;

/** `walkthroughs/verification.yaml` */
export const verificationFile = z.strictObject({
  rules: z.record(z.string(), rule),
  /** Items that need a service outside of this machine, and which. */
  outside: z.record(z.string(), z.string().min(1)),
  /** Items that a person ticks by their own word. */
  manual: z.array(z.string()),
});
export type VerificationFile = z.infer<typeof verificationFile>;
