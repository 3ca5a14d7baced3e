import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const ZONE = "aws:route53/zone:Zone";
const RECORD = "aws:route53/record:Record";

const hostedZone = async (lab: Lab, Id: string) => (await lab.aws("route53")).getHostedZone({ Id });

async function recordsOf(lab: Lab, zoneId: string, type: string) {
  const { ResourceRecordSets } = await (await lab.aws("route53")).listResourceRecordSets({ HostedZoneId: zoneId });
  return ResourceRecordSets?.filter((set) => set.Type === type) ?? [];
}

async function tags(lab: Lab, id: string) {
  const { ResourceTagSet } = await (await lab.aws("route53")).listTagsForResource({ ResourceType: "hostedzone", ResourceId: id });
  return ResourceTagSet?.Tags;
}

const zoneIsGone = async (lab: Lab, { id }: { id: string }): Promise<boolean> => {
  try {
    await hostedZone(lab, id);
    return false;
  } catch (error) {
    return isAwsError(error, "NoSuchHostedZone");
  }
};

describeLifecycle({
  type: ZONE,
  inputs: () => ({ name: "lab.example.com", tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^Z[A-Z0-9]+$/);
    assert.equal(state["arn"], `arn:aws:route53:::hostedzone/${id}`);
    assert.equal(state["zoneId"], id);
    const { HostedZone, DelegationSet } = await hostedZone(lab, id);
    assert.equal(HostedZone?.Name, "lab.example.com.");
    assert.deepEqual([HostedZone.Config?.Comment, HostedZone.Config?.PrivateZone], ["Managed by Pulumi", false]);
    const servers = DelegationSet?.NameServers?.map((server) => server.replace(/\.$/, "")).sort();
    assert.deepEqual(state["nameServers"], servers);
    assert.ok(servers?.includes(String(state["primaryNameServer"])));
    assert.deepEqual(await tags(lab, id), [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ name: "lab.example.com", comment: "of the lab", tags: { phase: "two" } }),
    paths: ["comment", "tags.phase", "tags.team"],
    verify: async (lab, { id }) => {
      assert.equal((await hostedZone(lab, id)).HostedZone?.Config?.Comment, "of the lab");
      assert.deepEqual(await tags(lab, id), [{ Key: "phase", Value: "two" }]);
    },
  },
  replaces: { name: () => ({ name: "another.example.com" }) },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("route53")).updateHostedZoneComment({ Id: id, Comment: "by hand" });
    },
    path: "comment",
  },
  gone: zoneIsGone,
});

describe("a private zone", () => {
  const vpcIds = (vpcs: { VPCId?: string }[] | undefined) => vpcs?.map(({ VPCId }) => VPCId).sort();

  describeLifecycle({
    type: ZONE,
    prepare: async (lab) => {
      const make = async (cidrBlock: string) => (await lab.make("aws:ec2/vpc:Vpc", { cidrBlock })).id;
      return [await make("10.61.0.0/16"), await make("10.62.0.0/16")] as const;
    },
    inputs: ([first]) => ({ name: "inside.example.com", vpcs: [{ vpcId: first }] }),
    verify: async (lab, { id }, [first]) => {
      const { HostedZone, VPCs } = await hostedZone(lab, id);
      assert.equal(HostedZone?.Config?.PrivateZone, true);
      assert.deepEqual(VPCs, [{ VPCId: first, VPCRegion: "us-east-1" }]);
    },
    update: {
      inputs: ([, second]) => ({ name: "inside.example.com", vpcs: [{ vpcId: second }] }),
      paths: ["vpcs[0].vpcId"],
      verify: async (lab, { id }, [, second]) => assert.deepEqual(vpcIds((await hostedZone(lab, id)).VPCs), [second]),
    },
    gone: zoneIsGone,
  });
});

describe(`${ZONE} with records`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("is deleted by force only", async () => {
    const { lab } = scope;
    const careful = await lab.provider.create(ZONE, "careful", { name: "full.example.com", forceDestroy: false, comment: "" });
    scope.owns(careful);
    const www = await lab.make(RECORD, { zoneId: careful.id, name: "www", type: "A", ttl: 60, records: ["192.0.2.1"] });
    await assert.rejects(lab.provider.delete(careful), /HostedZoneNotEmpty/);
    await lab.provider.delete(www);
    const forced = await lab.provider.create(ZONE, "forced", { name: "full.example.com", forceDestroy: true, comment: "" });
    scope.owns(forced);
    await lab.make(RECORD, { zoneId: forced.id, name: "www", type: "A", ttl: 60, records: ["192.0.2.1"] });
    await lab.provider.delete(forced);
    assert.ok(await zoneIsGone(lab, forced));
  });
});

const makeZone = async (lab: Lab) => (await lab.make(ZONE, { name: "records.example.com", forceDestroy: true })).id;

describeLifecycle({
  type: RECORD,
  prepare: makeZone,
  inputs: (zoneId) => ({ zoneId, name: "www", type: "A", ttl: 300, records: ["192.0.2.1", "192.0.2.2"] }),
  verify: async (lab, { id, state }, zoneId) => {
    assert.equal(id, `${zoneId}_www_A`);
    assert.equal(state["fqdn"], "www.records.example.com");
    const [found] = await recordsOf(lab, zoneId, "A");
    assert.deepEqual([found?.Name, found?.TTL], ["www.records.example.com.", 300]);
    assert.deepEqual(found?.ResourceRecords?.map(({ Value }) => Value).sort(), ["192.0.2.1", "192.0.2.2"]);
  },
  update: {
    inputs: (zoneId) => ({ zoneId, name: "www", type: "A", ttl: 60, records: ["192.0.2.1"] }),
    paths: ["records[1]", "ttl"],
    verify: async (lab, _resource, zoneId) => {
      const [found] = await recordsOf(lab, zoneId, "A");
      assert.deepEqual([found?.TTL, found?.ResourceRecords], [60, [{ Value: "192.0.2.1" }]]);
    },
  },
  replaces: {
    name: (zoneId) => ({ zoneId, name: "api", type: "A", ttl: 300, records: ["192.0.2.1"] }),
    type: (zoneId) => ({ zoneId, name: "www", type: "AAAA", ttl: 300, records: ["2001:db8::1"] }),
    zoneId: () => ({ zoneId: "Z0000000000000", name: "www", type: "A", ttl: 300, records: ["192.0.2.1"] }),
  },
  drift: {
    act: async (lab, _resource, zoneId) => {
      const ResourceRecordSet = { Name: "www.records.example.com", Type: "A" as const, TTL: 5, ResourceRecords: [{ Value: "192.0.2.1" }] };
      const route53 = await lab.aws("route53");
      await route53.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes: [{ Action: "UPSERT", ResourceRecordSet }] } });
    },
    path: "ttl",
  },
  gone: async (lab, _resource, zoneId) => (await recordsOf(lab, zoneId, "A")).length === 0,
});

describe("an alias", () => {
  const alias = { name: "d111111abcdef8.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false };
  describeLifecycle({
    type: RECORD,
    prepare: makeZone,
    inputs: (zoneId) => ({ zoneId, name: "records.example.com", type: "A", aliases: [alias] }),
    verify: async (lab, { state }, zoneId) => {
      assert.equal(state["fqdn"], "records.example.com");
      const [found] = await recordsOf(lab, zoneId, "A");
      assert.equal(found?.Name, "records.example.com.");
      assert.deepEqual(found.AliasTarget, { DNSName: `${alias.name}.`, HostedZoneId: alias.zoneId, EvaluateTargetHealth: false });
    },
    gone: async (lab, _resource, zoneId) => (await recordsOf(lab, zoneId, "A")).length === 0,
  });
});

describe("a weighted text", () => {
  const base = (zoneId: string) => ({ zoneId, name: "_dmarc.records.example.com", type: "TXT", ttl: 300, setIdentifier: "blue_one" });
  describeLifecycle({
    type: RECORD,
    prepare: makeZone,
    inputs: (zoneId) => ({ ...base(zoneId), records: ["v=DMARC1; p=none"], weightedRoutingPolicies: [{ weight: 10 }] }),
    verify: async (lab, { id, state }, zoneId) => {
      assert.equal(id, `${zoneId}__dmarc.records.example.com_TXT_blue_one`);
      assert.deepEqual(state["records"], ["v=DMARC1; p=none"]);
      const [found] = await recordsOf(lab, zoneId, "TXT");
      assert.deepEqual(found?.ResourceRecords, [{ Value: '"v=DMARC1; p=none"' }]);
      assert.deepEqual([found.SetIdentifier, found.Weight], ["blue_one", 10]);
    },
    update: {
      inputs: (zoneId) => ({ ...base(zoneId), records: ["v=DMARC1; p=none"], weightedRoutingPolicies: [{ weight: 0 }] }),
      paths: ["weightedRoutingPolicies[0].weight"],
      verify: async (lab, _resource, zoneId) => assert.equal((await recordsOf(lab, zoneId, "TXT"))[0]?.Weight, 0),
    },
    gone: async (lab, _resource, zoneId) => (await recordsOf(lab, zoneId, "TXT")).length === 0,
  });
});

describe(`${RECORD} rules`, function () {
  this.timeout(60_000);
  const scope = labScope();

  it("needs values or an alias, and not both", async () => {
    const check = async (inputs: object) => (await scope.lab.provider.check(RECORD, "www", { zoneId: "Z1", name: "www", type: "A", ...inputs })).failures[0]?.reason;
    const aliases = [{ name: "x.example.com", zoneId: "Z2", evaluateTargetHealth: false }];
    assert.match((await check({})) ?? "", /one of 'records' and 'aliases' is required/);
    assert.match((await check({ aliases, records: ["192.0.2.1"], ttl: 1 })) ?? "", /exclude each other/);
    assert.match((await check({ records: ["192.0.2.1"] })) ?? "", /'ttl' is required/);
    assert.equal(await check({ aliases }), undefined);
  });

  it("overwrites what is there only when told to", async () => {
    const { lab } = scope;
    const zoneId = await makeZone(lab);
    const inputs = { zoneId, name: "www", type: "A", ttl: 60, records: ["192.0.2.1"] };
    await lab.make(RECORD, inputs);
    await assert.rejects(lab.make(RECORD, { ...inputs, records: ["192.0.2.9"] }), /already exists/);
    await lab.make(RECORD, { ...inputs, records: ["192.0.2.9"], allowOverwrite: true });
    assert.deepEqual((await recordsOf(lab, zoneId, "A"))[0]?.ResourceRecords, [{ Value: "192.0.2.9" }]);
  });
});
