import assert from "node:assert/strict";
import type { IncomingHttpHeaders } from "node:http";
import fc from "fast-check";
import { evaluatePreconditions, rangeToServe } from "../../../../../src/core/emulator/website/conditionalRequest";
import { errorPage } from "../../../../../src/core/emulator/website/errorPage";
import { escapeHtml } from "../../../../../src/shared/html";
import { portsToTry, rememberPort } from "../../../../../src/core/emulator/website/sitePorts";
import {
  applyRoutingRule,
  isRedirectLocation,
  keyOfTarget,
  objectKeyFor,
  pathOfKey,
  redirectAllLocation,
  routingRuleFor,
} from "../../../../../src/core/emulator/website/websiteRules";

describe("website rules", () => {
  it("take the key from the target", () => {
    assert.equal(keyOfTarget("/"), "");
    assert.equal(keyOfTarget("/a/b.html?x=/y#z"), "a/b.html");
    assert.equal(keyOfTarget("//a"), "/a");
    assert.equal(keyOfTarget("/a+b%20c%2Fd"), "a+b c/d");
    assert.equal(keyOfTarget("/%"), undefined);
    assert.equal(keyOfTarget("/%ff"), undefined);
    assert.equal(keyOfTarget("/?a%"), "");
  });

  it("lead every key to a path and back, and never to another host", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (key) => {
        const path = pathOfKey(key);
        assert.equal(keyOfTarget(path), key);
        assert.match(path, /^\/[\x21-\x7e]*$/);
        assert.equal(new URL(path, "http://127.0.0.1:4580").host, "127.0.0.1:4580");
      }),
    );
    assert.equal(pathOfKey("/evil.example/x"), "/%2Fevil.example/x");
  });

  it("give folders their index document", () => {
    const rules = { indexSuffix: "index.html", routingRules: [] };
    assert.equal(objectKeyFor("", rules), "index.html");
    assert.equal(objectKeyFor("a/", rules), "a/index.html");
    assert.equal(objectKeyFor("a", rules), "a");
  });

  it("redirect everything, with path and query", () => {
    assert.equal(redirectAllLocation({ host: "h" }, "/a?b"), "http://h/a?b");
    assert.equal(redirectAllLocation({ host: "h:1", protocol: "https" }, "/"), "https://h:1/");
  });

  it("apply the first routing rule that fits", () => {
    const rules = {
      routingRules: [
        { condition: { keyPrefix: "a/", errorCode: 404 }, redirect: { replaceKey: "lost" } },
        { condition: { keyPrefix: "a/" }, redirect: { replaceKeyPrefix: "b/", code: 302 } },
        { condition: { errorCode: 403 }, redirect: { host: "login.example", protocol: "https" } },
        { condition: {}, redirect: { replaceKey: "any" } },
      ],
    };
    const at = (key: string, error?: number): number => rules.routingRules.indexOf(routingRuleFor(rules, key, error) as never);
    assert.equal(at("a/x"), 1);
    assert.equal(at("a/x", 404), 0);
    assert.equal(at("c", 404), -1);
    assert.equal(at("c", 403), 2);
    assert.equal(at("c"), 3);
    assert.deepEqual(applyRoutingRule(rules.routingRules[1]!, "a/x y", "site:1"), { status: 302, location: "http://site:1/b/x%20y" });
    assert.deepEqual(applyRoutingRule(rules.routingRules[2]!, "c", "site:1"), { status: 301, location: "https://login.example/c" });
    assert.deepEqual(applyRoutingRule(rules.routingRules[0]!, "a/x", "site:1"), { status: 301, location: "http://site:1/lost" });
  });

  it("take an object's redirect for a path or a URL only", () => {
    assert.ok(isRedirectLocation("/x"));
    assert.ok(isRedirectLocation("https://example.com"));
    for (const other of [undefined, "", "x", "javascript:alert(1)"]) assert.ok(!isRedirectLocation(other));
  });
});

describe("preconditions", () => {
  const object = { etag: '"abc"', lastModified: new Date("2026-01-02T03:04:05.678Z") };
  const same = "Fri, 02 Jan 2026 03:04:05 GMT";
  const earlier = "Fri, 02 Jan 2026 03:04:04 GMT";

  it("follow RFC 9110's order", () => {
    const table: [IncomingHttpHeaders, string][] = [
      [{}, "proceed"],
      [{ "if-none-match": '"abc"' }, "not-modified"],
      [{ "if-none-match": 'W/"abc"' }, "not-modified"],
      [{ "if-none-match": '"x", "abc"' }, "not-modified"],
      [{ "if-none-match": "*" }, "not-modified"],
      [{ "if-none-match": '"x"' }, "proceed"],
      [{ "if-none-match": '"x"', "if-modified-since": same }, "proceed"],
      [{ "if-modified-since": same }, "not-modified"],
      [{ "if-modified-since": earlier }, "proceed"],
      [{ "if-modified-since": "yesterday" }, "proceed"],
      [{ "if-match": '"abc"' }, "proceed"],
      [{ "if-match": '"x"' }, "failed"],
      [{ "if-match": '"abc"', "if-unmodified-since": earlier }, "proceed"],
      [{ "if-unmodified-since": earlier }, "failed"],
      [{ "if-unmodified-since": same }, "proceed"],
    ];
    for (const [headers, expected] of table) assert.equal(evaluatePreconditions(headers, object), expected, JSON.stringify(headers));
  });

  it("give a range only of the version that was meant", () => {
    assert.equal(rangeToServe({ range: "bytes=0-1" }, object), "bytes=0-1");
    assert.equal(rangeToServe({ range: "bytes=-5" }, object), "bytes=-5");
    assert.equal(rangeToServe({ range: "bytes=0-1", "if-range": '"abc"' }, object), "bytes=0-1");
    assert.equal(rangeToServe({ range: "bytes=0-1", "if-range": same }, object), "bytes=0-1");
    for (const header of ['"x"', 'W/"abc"', earlier]) assert.equal(rangeToServe({ range: "bytes=0-1", "if-range": header }, object), undefined);
    for (const range of ["bytes=0-1,3-4", "lines=1-2", "bytes=-"]) assert.equal(rangeToServe({ range }, object), undefined);
  });
});

describe("error pages", () => {
  it("look like S3's and escape what visitors send", () => {
    const page = errorPage({ status: 404, code: "NoSuchKey", message: "The specified key does not exist.", details: { Key: "<b>&" }, why: "a < b" });
    assert.match(page, /<title>404 Not Found<\/title>/);
    assert.match(page, /<li>Code: NoSuchKey<\/li>\n<li>Message: The specified key does not exist\.<\/li>\n<li>Key: &lt;b&gt;&amp;<\/li>/);
    assert.match(page, /a &lt; b/);
    fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(escapeHtml(text))));
  });
});

describe("site ports", () => {
  it("stay with their bucket and apart from others'", () => {
    const ports = rememberPort("two", 4581, rememberPort("one", 4580, {}));
    assert.equal(portsToTry("one", ports)[0], 4580);
    assert.equal(portsToTry("three", ports)[0], 4582);
    assert.ok(!portsToTry("three", ports).includes(4580));
    assert.equal(portsToTry("constructor", {})[0], 4580);
    assert.equal(portsToTry("any", {}).at(-1), 0);
  });

  it("forget old buckets", () => {
    let ports: Record<string, number> = {};
    for (let n = 0; n < 500; n++) {
      const port = portsToTry(`site-${n}`, ports)[0]!;
      assert.ok(port >= 4580 && port < 4680);
      ports = rememberPort(`site-${n}`, port, ports);
      assert.equal(new Set(Object.values(ports)).size, Object.keys(ports).length);
    }
    assert.ok(Object.keys(ports).length <= 50);
    assert.ok(!("site-0" in ports) && "site-499" in ports);
  });
});
