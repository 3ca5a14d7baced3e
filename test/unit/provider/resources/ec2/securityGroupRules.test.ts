import assert from "node:assert/strict";
import fc from "fast-check";
import { keyOf, openingOf, openingsOf, permissionOf, type Rule, rulesOf } from "../../../../../src/provider/resources/ec2/securityGroupRules";

const OWN = "sg-own";

const web: Rule = { protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"], self: false };

const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    protocol: fc.constantFrom("tcp", "udp", "-1", "TCP", "6"),
    ports: fc.tuple(fc.nat(3), fc.nat(3)),
    cidrBlocks: fc.uniqueArray(fc.constantFrom("10.0.0.0/8", "192.168.0.0/16", "0.0.0.0/0")),
    securityGroups: fc.uniqueArray(fc.constantFrom("sg-a", "sg-b")),
    self: fc.boolean(),
    description: fc.constantFrom(undefined, "", "office"),
  })
  .map(({ ports: [fromPort, toPort], protocol, ...rest }) => ({
    ...rest,
    protocol,
    fromPort: protocol === "-1" ? 0 : fromPort,
    toPort: protocol === "-1" ? 0 : toPort,
  }));

const keysOf = (rules: readonly Rule[]) => [...new Set(openingsOf(rules, OWN).map(keyOf))].sort();

describe("security group rules", () => {
  it("come back as the program wrote them", () => {
    const known: Rule[] = [
      { ...web, ipv6CidrBlocks: [] },
      { ...web, cidrBlocks: ["10.0.0.0/8"], ipv6CidrBlocks: ["::/0"] },
      { protocol: "6", fromPort: 22, toPort: 22, self: true },
    ];
    assert.deepEqual(rulesOf(openingsOf(known, OWN), known, OWN), known);
  });

  it("of which a part is gone come back as the part that is left", () => {
    const held = openingsOf([{ ...web, ipv6CidrBlocks: [] }], OWN);
    assert.deepEqual(rulesOf(held, [web], OWN), [{ protocol: "tcp", fromPort: 80, toPort: 80, cidrBlocks: ["0.0.0.0/0"], self: false }]);
  });

  it("that nobody knows are put together by protocol, ports and description", () => {
    const held = openingsOf([{ ...web, securityGroups: ["sg-other"], self: true }, { ...web, description: "for all" }], OWN);
    assert.deepEqual(rulesOf(held, [], OWN), [
      { ...web, securityGroups: ["sg-other"], self: true },
      { ...web, description: "for all" },
    ]);
  });

  it("for all protocols have no ports on the way to AWS and 0 on the way back", () => {
    const [opening] = openingsOf([{ protocol: "all", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"], self: false }], OWN);
    assert.ok(opening);
    assert.deepEqual(permissionOf(opening), { IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0", Description: undefined }] });
    assert.deepEqual(openingOf({ IpProtocol: "-1", FromPort: -1, ToPort: -1, CidrIpv4: "0.0.0.0/0" }), opening);
  });

  it("are never lost or invented, whatever the program says", () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 4 }), fc.array(anyRule, { maxLength: 4 }), (held, known) => {
        assert.deepEqual(keysOf(rulesOf(openingsOf(held, OWN), known, OWN)), keysOf(held));
      }),
    );
  });
});
