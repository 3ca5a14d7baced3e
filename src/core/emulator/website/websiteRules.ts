/** S3's rules for websites, as pure functions: from a request's path to a key, an index page or a redirect. */

export interface WebsiteRules {
  /** Such as `index.html`. */
  indexSuffix?: string;
  errorKey?: string;
  redirectAll?: { host: string; protocol?: string };
  routingRules: RoutingRule[];
}

export interface RoutingRule {
  condition: { keyPrefix?: string; errorCode?: number };
  redirect: { host?: string; protocol?: string; code?: number; replaceKeyPrefix?: string; replaceKey?: string };
}

/** The key that a request's target names, percent-decoded; undefined when it is no valid encoding. */
export function keyOfTarget(target: string): string | undefined {
  const path = target.replace(/[?#].*$/s, "");
  try {
    return decodeURIComponent(path.replace(/^\//, ""));
  } catch {
    return undefined;
  }
}

/** The path of a key, percent-encoded where needed. */
export function pathOfKey(key: string): string {
  const path = key.split("/").map(encodeURIComponent).join("/");
  // A key that starts with a slash must not turn into `//host`, which leads to another host.
  return `/${path.replace(/^\//, "%2F")}`;
}

/** The object that answers for `key`: folders, and the root, answer with their index document. */
export function objectKeyFor(key: string, rules: WebsiteRules): string {
  return key === "" || key.endsWith("/") ? key + (rules.indexSuffix ?? "") : key;
}

/** Where everything goes when the whole website is redirected. `target` is the request's, with its query. */
export function redirectAllLocation(redirect: { host: string; protocol?: string }, target: string): string {
  return `${redirect.protocol ?? "http"}://${redirect.host}${target.startsWith("/") ? target : `/${target}`}`;
}

/**
 * The routing rule that applies: before the object is looked for (`errorCode` undefined) only rules without an error
 * code do, afterwards only rules for exactly this code. The first match wins.
 */
export function routingRuleFor(rules: WebsiteRules, key: string, errorCode?: number): RoutingRule | undefined {
  return rules.routingRules.find(
    ({ condition }) => condition.errorCode === errorCode && key.startsWith(condition.keyPrefix ?? ""),
  );
}

/** Status and Location of a routing rule's redirect. Without a host it stays on the website. */
export function applyRoutingRule(rule: RoutingRule, key: string, siteHost: string): { status: number; location: string } {
  const { host, protocol, code, replaceKey, replaceKeyPrefix } = rule.redirect;
  const target =
    replaceKey ?? (replaceKeyPrefix === undefined ? key : replaceKeyPrefix + key.slice((rule.condition.keyPrefix ?? "").length));
  return { status: code ?? 301, location: `${protocol ?? "http"}://${host ?? siteHost}${pathOfKey(target)}` };
}

/** An object's own redirect (`x-amz-website-redirect-location`): a path on this site or a whole URL. */
export function isRedirectLocation(location: string | undefined): location is string {
  return location !== undefined && /^(\/|https?:\/\/)/.test(location);
}
