import assert from "node:assert/strict";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors";
import { assertLoopbackUrl, atAddress, isLoopbackAddress } from "../../../../src/core/safety/loopback";

/** A name server with fixed answers; asking it for anything else fails like an unknown name. */
function nameServer(answers: Record<string, string[]>): { resolve: (name: string) => Promise<string[]>; asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    resolve: async (name) => {
      asked.push(name);
      const found = answers[name];
      if (!found) throw new Error(`ENOTFOUND ${name}`);
      return found;
    },
  };
}

async function codeOf(url: string, answers: Record<string, string[]> = {}): Promise<string> {
  try {
    await assertLoopbackUrl(url, { resolve: nameServer(answers).resolve });
  } catch (error) {
    assert.ok(error instanceof UserError, `${url} threw ${String(error)}`);
    assert.ok(error.hint, "every refusal says what to do");
    return error.code;
  }
  return "accepted";
}

describe("isLoopbackAddress", () => {
  it("takes canonical loopback addresses", () => {
    for (const ip of ["127.0.0.1", "127.0.0.0", "127.255.255.255", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::FFFF:127.9.8.7"]) {
      assert.equal(isLoopbackAddress(ip), true, ip);
    }
  });

  it("takes nothing else", () => {
    const others = ["0.0.0.0", "::", "128.0.0.1", "126.255.255.255", "169.254.169.254", "10.0.0.1", "::2", "::127.0.0.1", "::ffff:128.0.0.1", "64:ff9b::7f00:1"];
    const spellings = ["127.1", "127.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.01", "127.0.0.1.", " 127.0.0.1", "127.0.0.1:80", "[::1]", "::1%lo", "localhost", ""];
    for (const ip of [...others, ...spellings]) assert.equal(isLoopbackAddress(ip), false, ip);
  });

  it("agrees with the first octet for every IPv4 address", () => {
    fc.assert(
      fc.property(fc.ipV4(), (ip) => isLoopbackAddress(ip) === ip.startsWith("127.")),
    );
  });

  it("agrees with the number for every IPv6 address", () => {
    const one = (groups: number[]): string => groups.map((group) => group.toString(16)).join(":");
    const group = fc.integer({ min: 0, max: 0xffff });
    // Mostly zeros, so that the neighbourhood of ::1 and ::ffff:0:0 is really visited.
    const groups = fc.tuple(
      ...Array.from({ length: 5 }, () => fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, group)),
      fc.constantFrom(0, 0xffff, 1),
      fc.oneof(fc.constantFrom(0, 0x7f00, 0x7fff, 0x7eff, 0x8000), group),
      fc.oneof(fc.constantFrom(0, 1, 2), group),
    ) as unknown as fc.Arbitrary<number[]>;
    fc.assert(
      fc.property(groups, (parts) => {
        const head = parts.slice(0, 5).every((part) => part === 0);
        const expected = head && ((parts[5] === 0 && parts[6] === 0 && parts[7] === 1) || (parts[5] === 0xffff && parts[6]! >> 8 === 127));
        return isLoopbackAddress(one(parts)) === expected;
      }),
      { numRuns: 2000 },
    );
  });
});

describe("assertLoopbackUrl", () => {
  it("gives back what to dial, by address", async () => {
    assert.deepEqual(await assertLoopbackUrl("http://127.0.0.1:4566/"), { href: "http://127.0.0.1:4566", hostname: "127.0.0.1", addresses: ["127.0.0.1"] });
    assert.equal((await assertLoopbackUrl("http://[::1]:4566")).href, "http://[::1]:4566");
    assert.equal((await assertLoopbackUrl("https://127.3.2.1/a/b/?q#h")).href, "https://127.3.2.1/a/b");
    assert.equal((await assertLoopbackUrl("http://[::ffff:127.0.0.1]:80/")).href, "http://[::ffff:7f00:1]");
  });

  it("never asks a name server about localhost names", async () => {
    for (const host of ["localhost", "LOCALHOST", "localhost.", "bucket.s3.localhost", "a.b.localhost."]) {
      const server = nameServer({});
      const target = await assertLoopbackUrl(`http://${host}:4566`, { resolve: server.resolve });
      assert.equal(target.href, "http://127.0.0.1:4566");
      assert.equal(atAddress(target, "::1"), "http://[::1]:4566");
      assert.deepEqual(server.asked, []);
    }
  });

  it("takes a name when everything it resolves to is loopback, and dials the address that was checked", async () => {
    const server = nameServer({ "localhost.localstack.cloud": ["127.0.0.1", "::1"] });
    const target = await assertLoopbackUrl("http://localhost.localstack.cloud:4566", { resolve: server.resolve });
    assert.equal(target.href, "http://127.0.0.1:4566");
    assert.equal(target.hostname, "localhost.localstack.cloud");
    assert.deepEqual(server.asked, ["localhost.localstack.cloud"]);
  });

  it("refuses a name with one foreign address, with none, or that is unknown", async () => {
    assert.equal(await codeOf("http://mixed.example", { "mixed.example": ["127.0.0.1", "93.184.216.34"] }), "endpoint-not-loopback");
    assert.equal(await codeOf("http://empty.example", { "empty.example": [] }), "endpoint-not-loopback");
    assert.equal(await codeOf("http://unknown.example"), "endpoint-not-loopback");
    assert.equal(await codeOf("http://any.example", { "any.example": ["0.0.0.0"] }), "endpoint-not-loopback");
    assert.equal(await codeOf("http://zone.example", { "zone.example": ["::1%eth0"] }), "endpoint-not-loopback");
  });

  it("refuses what only looks local", async () => {
    const evil = { "127.0.0.1.evil.com": ["203.0.113.9"], "localhost.evil.com": ["203.0.113.9"], "notlocalhost": ["203.0.113.9"], "evil.com": ["203.0.113.9"] };
    for (const host of ["127.0.0.1.evil.com", "localhost.evil.com", "notlocalhost", "0.0.0.0", "0", "[::]", "169.254.169.254", "[::ffff:10.0.0.1]", "0x7f.0.0.0.1"]) {
      assert.notEqual(await codeOf(`http://${host}/`, evil), "accepted", host);
    }
    assert.equal(await codeOf("http://evil.com\\@127.0.0.1/", evil), "endpoint-not-loopback");
    assert.equal(await codeOf("http://127.0.0.1@evil.com/", evil), "endpoint-invalid");
    assert.equal(await codeOf("http://test:test@127.0.0.1:4566/", evil), "endpoint-invalid");
    assert.equal(await codeOf("http://[::1%25lo]/"), "endpoint-invalid");
  });

  it("takes other spellings of loopback by the address they stand for", async () => {
    for (const host of ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "127.0.0.1."]) {
      assert.equal((await assertLoopbackUrl(`http://${host}:4566`)).href, "http://127.0.0.1:4566", host);
    }
  });

  it("refuses what is no http URL", async () => {
    for (const url of ["", "127.0.0.1:4566", "file:///etc/passwd", "ws://127.0.0.1", "unix:/var/run/x.sock", "http://", "http://127.0.0.256"]) {
      assert.equal(await codeOf(url), "endpoint-invalid", url);
    }
  });

  it("never accepts a URL whose dialled host is not a loopback address, whatever the input", async () => {
    const piece = fc.oneof(fc.constantFrom("127.0.0.1", "localhost", "::1", "[::1]", "@", ".", "/", "\\", ":", "#", "?", "%", "0x7f", "evil.com", "0", "\t", "。"), fc.string({ maxLength: 5 }));
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 7 }), async (pieces) => {
        let target;
        try {
          target = await assertLoopbackUrl(`http://${pieces.join("")}`, { resolve: async () => ["203.0.113.9"] });
        } catch (error) {
          assert.ok(error instanceof UserError);
          return;
        }
        const dialled = new URL(target.href);
        assert.ok(isLoopbackAddress(dialled.hostname.replace(/^\[|\]$/g, "")), target.href);
        assert.equal(dialled.username + dialled.password + dialled.search + dialled.hash, "");
      }),
      { numRuns: 3000 },
    );
  });
});
