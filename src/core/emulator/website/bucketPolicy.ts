/** Whether a bucket policy lets anybody on the internet read an object: the part of IAM's rules that S3 websites need. */
import { BlockList, isIP } from "node:net";
import { z } from "zod";

const listOf = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
const conditionValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const conditionValues = z.union([conditionValue, z.array(conditionValue)]).transform((value) => (Array.isArray(value) ? value : [value]));

const statementSchema = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.string(), z.record(z.string(), listOf)]).optional(),
  NotPrincipal: z.unknown().optional(),
  Action: listOf.optional(),
  NotAction: listOf.optional(),
  Resource: listOf.optional(),
  NotResource: listOf.optional(),
  Condition: z.record(z.string(), z.record(z.string(), conditionValues)).optional(),
});
type Statement = z.infer<typeof statementSchema>;

const policySchema = z.object({
  Statement: z.union([statementSchema, z.array(statementSchema)]).transform((value) => (Array.isArray(value) ? value : [value])),
});

/** An anonymous request, as conditions see it. Keys of `context` are lower-case, such as `aws:referer`. */
export interface AnonymousRequest {
  action: string;
  /** `arn:aws:s3:::bucket/key` */
  resource: string;
  context: Readonly<Record<string, string>>;
}

export type PolicyVerdict = "allow" | "deny" | "silent" | "unreadable";

/**
 * What the policy (its JSON text) says to the request. A condition that can't be judged here never opens anything:
 * with it an Allow doesn't count, and a Deny does.
 */
export function evaluatePolicy(policy: string, request: AnonymousRequest): PolicyVerdict {
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    return "unreadable";
  }
  const document = policySchema.safeParse(parsed);
  if (!document.success) return "unreadable";
  const concerned = document.data.Statement.filter((statement) => matchesTarget(statement, request));
  if (concerned.some((each) => each.Effect === "Deny" && isForEveryone(each, true) && holds(each, request) !== false)) return "deny";
  if (concerned.some((each) => each.Effect === "Allow" && isForEveryone(each, false) && holds(each, request) === true)) return "allow";
  return "silent";
}

function isForEveryone(statement: Statement, whenUnknown: boolean): boolean {
  if (statement.NotPrincipal !== undefined) return whenUnknown;
  const principal = statement.Principal;
  if (typeof principal === "string") return principal === "*";
  return principal?.AWS?.includes("*") ?? false;
}

function matchesTarget(statement: Statement, request: AnonymousRequest): boolean {
  const action = request.action.toLowerCase();
  const isAction = (pattern: string): boolean => matchesWildcard(pattern.toLowerCase(), action);
  const isResource = (pattern: string): boolean => matchesWildcard(pattern, request.resource);
  const actions = statement.Action ? statement.Action.some(isAction) : statement.NotAction ? !statement.NotAction.some(isAction) : false;
  const resources = statement.Resource
    ? statement.Resource.some(isResource)
    : statement.NotResource
      ? !statement.NotResource.some(isResource)
      : false;
  return actions && resources;
}

/** Undefined when a condition is of a kind that isn't known here. */
function holds(statement: Statement, request: AnonymousRequest): boolean | undefined {
  let unknown = false;
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    for (const [key, values] of Object.entries(keys)) {
      const result = testCondition(operator, request.context[key.toLowerCase()], values, isKnownKey(key));
      if (result === false) return false;
      if (result === undefined) unknown = true;
    }
  }
  return unknown ? undefined : true;
}

const knownKeys = new Set(["aws:securetransport", "aws:sourceip", "aws:referer", "aws:useragent"]);
/** Keys that a request without credentials doesn't have: their absence is a fact, not ignorance. */
const signedOnly = /^aws:(principal|userid|username|source(account|arn|vpc|vpce)$|calledvia|viaawsservice)/;

function isKnownKey(key: string): boolean {
  const lower = key.toLowerCase();
  return knownKeys.has(lower) || signedOnly.test(lower);
}

function testCondition(operator: string, actual: string | undefined, values: string[], known: boolean): boolean | undefined {
  if (!known) return undefined;
  const ifExists = operator.endsWith("IfExists");
  const name = ifExists ? operator.slice(0, -"IfExists".length) : operator;
  if (name === "Null") return values.includes(String(actual === undefined));
  const negated = /Not(?=Equals|Like|IpAddress)/.test(name);
  const test = tests.get(name.replace("Not", ""));
  if (!test) return undefined;
  if (actual === undefined) return ifExists || negated;
  const hit = values.some((value) => test(actual, value));
  return negated ? !hit : hit;
}

const tests = new Map<string, (actual: string, value: string) => boolean>([
  ["StringEquals", (actual, value) => actual === value],
  ["StringEqualsIgnoreCase", (actual, value) => actual.toLowerCase() === value.toLowerCase()],
  ["StringLike", (actual, value) => matchesWildcard(value, actual)],
  ["Bool", (actual, value) => actual.toLowerCase() === value.toLowerCase()],
  ["IpAddress", inNetwork],
]);

function inNetwork(address: string, network: string): boolean {
  const [base = "", bits] = network.split("/");
  const family = isIP(base);
  if (family === 0 || isIP(address) !== family) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const prefix = bits === undefined ? (family === 4 ? 32 : 128) : Number(bits);
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(base, prefix, type);
  return list.check(address, type);
}

/** IAM's wildcards: `*` for any run of characters, slashes too, `?` for one. Linear in practice, whatever the pattern. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === "*") {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}
