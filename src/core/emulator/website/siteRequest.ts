/** One request to a website: S3's rules, step by step, over whatever reads the bucket. */
import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";
import { MissingError, type BucketReader, type ObjectContent, type ObjectHead } from "./bucketReader";
import { evaluatePreconditions, rangeToServe } from "./conditionalRequest";
import { errorPage, type SiteError } from "./errorPage";
import { mayReadAnonymously, type AccessVerdict, type BucketAccess } from "./publicAccess";
import {
  applyRoutingRule,
  isRedirectLocation,
  keyOfTarget,
  objectKeyFor,
  pathOfKey,
  redirectAllLocation,
  routingRuleFor,
  type WebsiteRules,
} from "./websiteRules";

export interface SiteRequest {
  bucket: string;
  method: string;
  /** Path and query as they came. */
  target: string;
  headers: IncomingHttpHeaders;
  /** Host and port of the site, for redirects that stay on it. */
  siteHost: string;
  clientAddress: string;
  signal?: AbortSignal;
}

export interface SiteResponse {
  status: number;
  headers: Record<string, string>;
  body?: string | Readable;
}

export async function answerSiteRequest(reader: BucketReader, request: SiteRequest): Promise<SiteResponse> {
  const { bucket, method, target, signal } = request;
  if (method !== "GET" && method !== "HEAD") {
    const message = "The specified method is not allowed against this resource.";
    const details = { Method: method, ResourceType: "OBJECT" };
    const response = plainError({ status: 405, code: "MethodNotAllowed", message, details });
    return { ...response, headers: { ...response.headers, allow: "GET, HEAD" } };
  }
  const key = keyOfTarget(target);
  if (key === undefined) return plainError({ status: 400, code: "InvalidURI", message: "Couldn't parse the specified URI." });
  try {
    const rules = await reader.rules(bucket, signal);
    if (rules.redirectAll) return redirect(301, redirectAllLocation(rules.redirectAll, target));
    const rule = routingRuleFor(rules, key);
    if (rule) return routed(applyRoutingRule(rule, key, request.siteHost));
    return await new Site(reader, request, rules, await reader.access(bucket, signal)).answer(key);
  } catch (error) {
    if (error instanceof MissingError) return plainError(missing(error.code, bucket));
    throw error;
  }
}

class Site {
  constructor(
    private readonly reader: BucketReader,
    private readonly request: SiteRequest,
    private readonly rules: WebsiteRules,
    private readonly access: BucketAccess,
  ) {}

  async answer(key: string): Promise<SiteResponse> {
    const { bucket, signal } = this.request;
    const objectKey = objectKeyFor(key, this.rules);
    const verdict = await this.mayRead(objectKey);
    if (!verdict.allowed) return this.error(key, denied(verdict));
    const head = await this.reader.head(bucket, objectKey, signal);
    if (head) return this.object(objectKey, head);
    if (await this.isFolder(key)) return redirect(302, `${pathOfKey(key)}/`);
    return this.error(key, noSuchKey(objectKey));
  }

  private async object(objectKey: string, head: ObjectHead): Promise<SiteResponse> {
    if (isRedirectLocation(head.redirect)) return redirect(301, head.redirect);
    const { headers, method } = this.request;
    const precondition = evaluatePreconditions(headers, head);
    if (precondition === "failed") {
      const message = "At least one of the pre-conditions you specified did not hold";
      return plainError({ status: 412, code: "PreconditionFailed", message });
    }
    if (precondition === "not-modified") {
      const { etag, "last-modified": modified, "cache-control": cache } = head.headers;
      return { status: 304, headers: present({ etag, "last-modified": modified, "cache-control": cache }) };
    }
    if (method === "HEAD") return { status: 200, headers: head.headers };
    const content = await this.content(objectKey, rangeToServe(headers, head));
    if (content === "range") {
      return plainError({ status: 416, code: "InvalidRange", message: "The requested range is not satisfiable" });
    }
    // Deleted between the two looks.
    if (!content) return this.error(objectKey, noSuchKey(objectKey));
    return { status: content.partial ? 206 : 200, headers: content.headers, body: content.body };
  }

  /** A routing rule for this error, else the website's error document, else S3's own page. */
  private async error(key: string, error: SiteError): Promise<SiteResponse> {
    const rule = routingRuleFor(this.rules, key, error.status);
    if (rule) return routed(applyRoutingRule(rule, key, this.request.siteHost));
    const { errorKey } = this.rules;
    if (!errorKey) return plainError(error);
    const verdict = await this.mayRead(errorKey);
    if (!verdict.allowed) return plainError(error, denied(verdict));
    const content = await this.content(errorKey);
    if (!content || content === "range") return plainError(error, noSuchKey(errorKey));
    return { status: error.status, headers: { ...content.headers, ...explained(error) }, body: content.body };
  }

  private async isFolder(key: string): Promise<boolean> {
    if (key === "" || key.endsWith("/") || !this.rules.indexSuffix) return false;
    const index = `${key}/${this.rules.indexSuffix}`;
    return (await this.mayRead(index)).allowed && (await this.reader.head(this.request.bucket, index, this.request.signal)) !== undefined;
  }

  private mayRead(key: string): Promise<AccessVerdict> {
    const { bucket, headers, clientAddress, signal } = this.request;
    const context = present({
      // A website endpoint speaks plain HTTP on AWS, too.
      "aws:securetransport": "false",
      "aws:sourceip": clientAddress.replace(/^::ffff:/, ""),
      "aws:referer": headers.referer,
      "aws:useragent": headers["user-agent"],
    });
    return mayReadAnonymously(this.access, { bucket, key, context }, () => this.reader.aclIsPublic(bucket, key, signal));
  }

  private content(key: string, range?: string): Promise<ObjectContent | "range" | undefined> {
    return this.reader.content(this.request.bucket, key, range, this.request.signal);
  }
}

/** The answer when the emulator itself doesn't answer, or not as S3 should. */
export function emulatorTrouble(message: string): SiteResponse {
  return plainError({ status: 502, code: "EmulatorUnavailable", message, why: "The emulator behind this website did not answer as S3 does." });
}

function plainError(error: SiteError, errorDocument?: SiteError): SiteResponse {
  const body = errorPage(error, errorDocument);
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-length": String(Buffer.byteLength(body)),
    "x-amz-error-code": error.code,
    "x-amz-error-message": headerText(error.message),
    ...explained(error),
  };
  return { status: error.status, headers, body };
}

function explained(error: SiteError): Record<string, string> {
  return error.why ? { "x-pulumi-lab-why": headerText(error.why) } : {};
}

function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?");
}

function denied(verdict: AccessVerdict): SiteError {
  return { status: 403, code: "AccessDenied", message: "Access Denied", why: verdict.why };
}

function noSuchKey(key: string): SiteError {
  return { status: 404, code: "NoSuchKey", message: "The specified key does not exist.", details: { Key: key } };
}

function missing(code: MissingError["code"], bucket: string): SiteError {
  const message =
    code === "NoSuchBucket" ? "The specified bucket does not exist" : "The specified bucket does not have a website configuration";
  return { status: 404, code, message, details: { BucketName: bucket } };
}

function routed({ status, location }: { status: number; location: string }): SiteResponse {
  return redirect(status, location);
}

function redirect(status: number, location: string): SiteResponse {
  // The location may come from an object's metadata: nothing in it may break the header.
  const safe = location.replace(/[^\x21-\x7e]+/g, (text) => encodeURIComponent(Buffer.from(text).toString()));
  return { status, headers: { location: safe, "content-length": "0" } };
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
