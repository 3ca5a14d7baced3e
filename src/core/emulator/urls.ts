/**
 * Addresses that work here. AWS, and the emulators, print host names such as `ID.execute-api.REGION.amazonaws.com`;
 * Node resolves neither those nor `*.localhost`, so everything is reached by path on the emulator's own address.
 */

/** The base URL of an HTTP or REST API, without a trailing slash. `$default` is the stage without a name in the path. */
export function apiUrl(endpoint: string, apiId: string, stage?: string): string {
  const base = `${trimmed(endpoint)}/_aws/execute-api/${encodeURIComponent(apiId)}`;
  return stage === undefined || stage === "" || stage === "$default" ? base : `${base}/${encodeURIComponent(stage)}`;
}

/** Where WebSocket clients connect. Connections are managed by HTTP at `apiUrl` of the same API and stage. */
export function webSocketUrl(endpoint: string, apiId: string, stage: string): string {
  return apiUrl(endpoint, apiId, stage).replace(/^http/, "ws");
}

/** The URL of a Lambda function URL by its id, without a trailing slash (MiniStack). */
export function functionUrl(endpoint: string, urlId: string): string {
  return `${trimmed(endpoint)}/_aws/lambda-url/${encodeURIComponent(urlId)}`;
}

export type ReachableAddress =
  | { kind: "url"; url: string }
  /** A website: `websiteUrl` gives the base, `path` begins with a slash. */
  | { kind: "website"; bucket: string; path: string };

/**
 * What an address from a stack's outputs is here: an API, a function URL or a website by AWS's host name or the
 * emulator's. A bare host name counts as well. Undefined when it is nothing of the kind.
 */
export function reachable(endpoint: string, address: string): ReachableAddress | undefined {
  const bare = !/^[a-z]+:\/\//i.test(address);
  let url: URL;
  try {
    url = new URL(bare ? `http://${address}` : address);
  } catch {
    return undefined;
  }
  const host = url.hostname.toLowerCase();
  const rest = (url.pathname === "/" ? "" : url.pathname) + url.search + url.hash;

  const api = /^([a-z0-9]+)\.execute-api\./.exec(host);
  if (api) {
    const target = apiUrl(endpoint, api[1]!) + rest;
    return { kind: "url", url: url.protocol === "wss:" || url.protocol === "ws:" ? target.replace(/^http/, "ws") : target };
  }
  const lambda = /^([a-z0-9]+)\.lambda-url\./.exec(host);
  if (lambda) return { kind: "url", url: functionUrl(endpoint, lambda[1]!) + rest };
  const website = /^([a-z0-9][a-z0-9.-]*?)\.s3-website[.-]/.exec(host);
  if (website) return { kind: "website", bucket: website[1]!, path: url.pathname + url.search + url.hash };
  return undefined;
}

function trimmed(endpoint: string): string {
  return endpoint.replace(/\/+$/, "");
}
