import assert from "node:assert/strict";
import { isAwsError } from "../../../src/provider/errors";
import { describeLifecycle, labScope, type Lab } from "./harness";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";

const described = async (lab: Lab, CertificateArn: string) => (await (await lab.aws("acm")).describeCertificate({ CertificateArn })).Certificate;
const tags = async (lab: Lab, CertificateArn: string) => (await (await lab.aws("acm")).listTagsForCertificate({ CertificateArn })).Tags;

const gone = async (lab: Lab, { id }: { id: string }): Promise<boolean> => {
  try {
    await described(lab, id);
    return false;
  } catch (error) {
    return isAwsError(error, "ResourceNotFoundException");
  }
};

const shop = { domainName: "shop.example.com", subjectAlternativeNames: ["*.shop.example.com"], validationMethod: "DNS" };

describeLifecycle({
  type: CERTIFICATE,
  inputs: () => ({ ...shop, tags: { team: "learners" } }),
  verify: async (lab, { id, state }) => {
    assert.match(id, /^arn:aws:acm:us-east-1:000000000000:certificate\//);
    assert.deepEqual([state["arn"], state["status"], state["type"]], [id, "ISSUED", "AMAZON_ISSUED"]);
    const found = await described(lab, id);
    assert.deepEqual(found?.SubjectAlternativeNames, ["shop.example.com", "*.shop.example.com"]);
    const record = found.DomainValidationOptions?.[0]?.ResourceRecord;
    const [option] = state["domainValidationOptions"] as Record<string, string>[];
    assert.deepEqual(option, {
      domainName: "shop.example.com",
      resourceRecordName: record?.Name,
      resourceRecordType: "CNAME",
      resourceRecordValue: record?.Value,
    });
    assert.deepEqual(await tags(lab, id), [{ Key: "team", Value: "learners" }]);
  },
  update: {
    inputs: () => ({ ...shop, tags: { phase: "two" } }),
    paths: ["tags.phase", "tags.team"],
    verify: async (lab, { id }) => assert.deepEqual(await tags(lab, id), [{ Key: "phase", Value: "two" }]),
  },
  replaces: {
    domainName: () => ({ ...shop, domainName: "another.example.com" }),
    "subjectAlternativeNames[1]": () => ({ ...shop, subjectAlternativeNames: ["*.shop.example.com", "www.example.com"] }),
    validationMethod: () => ({ ...shop, validationMethod: "EMAIL" }),
  },
  drift: {
    act: async (lab, { id }) => {
      await (await lab.aws("acm")).addTagsToCertificate({ CertificateArn: id, Tags: [{ Key: "phase", Value: "three" }] });
    },
    path: "tags.phase",
  },
  gone,
});

describe("a certificate for one name", () => {
  describeLifecycle({
    type: CERTIFICATE,
    inputs: () => ({ domainName: "one.example.com", validationMethod: "DNS" }),
    verify: async (lab, { id }) => assert.deepEqual((await described(lab, id))?.SubjectAlternativeNames, ["one.example.com"]),
    gone,
  });
});

describeLifecycle({
  type: VALIDATION,
  prepare: (lab) => lab.make(CERTIFICATE, shop),
  inputs: (certificate) => ({ certificateArn: certificate.id }),
  verify: async (lab, { state }, certificate) => {
    assert.equal(state["certificateArn"], certificate.id);
    assert.equal((await described(lab, certificate.id))?.Status, "ISSUED");
  },
  replaces: { certificateArn: () => ({ certificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/another" }) },
  // Deleting it leaves the certificate, and that is all there is to find.
  outlivesDeletion: true,
  gone: async (lab, _resource, certificate) => (await described(lab, certificate.id))?.Status === "ISSUED",
});

describe("a validation by DNS", function () {
  this.timeout(60_000);
  const scope = labScope();

  it("takes the records of a zone, and names those that are missing", async () => {
    const { lab } = scope;
    const zone = await lab.make("aws:route53/zone:Zone", { name: "shop.example.com" });
    const certificate = await lab.make(CERTIFICATE, shop);
    const [option] = certificate.state["domainValidationOptions"] as Record<string, string>[];
    const record = await lab.make("aws:route53/record:Record", {
      zoneId: zone.id,
      name: option?.["resourceRecordName"],
      type: option?.["resourceRecordType"],
      ttl: 60,
      records: [option?.["resourceRecordValue"]],
    });
    const made = await lab.make(VALIDATION, { certificateArn: certificate.id, validationRecordFqdns: [record.state["fqdn"]] });
    assert.equal(made.state["certificateArn"], certificate.id);
    await assert.rejects(
      lab.make(VALIDATION, { certificateArn: certificate.id, validationRecordFqdns: ["www.example.com"] }),
      /lacks the records that validate the certificate: _acme-challenge\.shop\.example\.com/,
    );
  });

  it("needs a domain", async () => {
    const { failures } = await scope.lab.provider.check(CERTIFICATE, "bare", {});
    assert.match(failures[0]?.reason ?? "", /'domainName' is required/);
  });
});
