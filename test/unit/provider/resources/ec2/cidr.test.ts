import assert from "node:assert/strict";
import fc from "fast-check";
import { cidrProblem } from "../../../../../src/provider/resources/ec2/cidr";

describe("IPv4 ranges", () => {
  it("are what AWS takes", () => {
    for (const cidr of ["0.0.0.0/0", "10.0.0.0/16", "10.0.128.0/17", "192.168.255.240/28", "10.1.2.3/32"]) {
      assert.equal(cidrProblem(cidr), undefined, cidr);
    }
  });

  it("begin with their first address", () => {
    assert.equal(cidrProblem("10.0.1.5/24"), "must begin with the first address of its range: '10.0.1.0/24', not '10.0.1.5/24'.");
    assert.equal(cidrProblem("10.0.129.0/17"), "must begin with the first address of its range: '10.0.128.0/17', not '10.0.129.0/17'.");
  });

  it("have the size that is asked for", () => {
    assert.equal(cidrProblem("10.0.0.0/16", 16, 28), undefined);
    assert.equal(cidrProblem("10.0.0.0/8", 16, 28), "must have a size between /16 and /28, but it is /8.");
  });

  it("are told from other text", () => {
    for (const text of ["", "10.0.0.0", "10.0.0/16", "256.0.0.0/8", "10.0.0.0/33", "::/0", "10.0.0.0/16 "]) {
      assert.match(cidrProblem(text) ?? "", /must be an IPv4 range/, text);
    }
  });

  it("of any size accept exactly one first address", () => {
    const byte = fc.nat(255);
    fc.assert(
      fc.property(fc.tuple(byte, byte, byte, byte), fc.integer({ min: 0, max: 32 }), (bytes, bits) => {
        const address = bytes.reduce((sum, each) => sum * 256 + each, 0);
        const first = address - (address % 2 ** (32 - bits));
        assert.equal(cidrProblem(`${bytes.join(".")}/${bits}`) === undefined, first === address);
      }),
    );
  });
});
