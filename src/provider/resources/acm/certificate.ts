import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { rfc3339 } from "../timestamps";

/** Those that AWS issues. Imported and private ones are left out: the emulator reads no certificate's text. */
export const certificate = defineResource({
  type: "aws:acm/certificate:Certificate",
  inputs: {
    domainName: t.string({
      replaces: true,
      computed: true,
      check: (name) => (name.endsWith(".") ? "must not end with a dot." : name.length > 253 ? "must have 253 characters at most." : undefined),
    }),
    keyAlgorithm: t.string({ replaces: true, computed: true, oneOf: ["RSA_2048"] }),
    subjectAlternativeNames: t.set(t.string(), { replaces: true, computed: true }),
    tags: t.tags(),
    validationMethod: t.string({ replaces: true, computed: true, oneOf: ["DNS", "EMAIL"] }),
  },
  outputs: {
    arn: t.string(),
    domainValidationOptions: t.list(
      t.object({ domainName: t.string(), resourceRecordName: t.string(), resourceRecordType: t.string(), resourceRecordValue: t.string() }),
    ),
    notAfter: t.string(),
    notBefore: t.string(),
    pendingRenewal: t.boolean(),
    renewalEligibility: t.string(),
    status: t.string(),
    type: t.string(),
    validationEmails: t.list(t.string()),
  },
  notFound: ["ResourceNotFoundException"],

  check(given) {
    if (given["domainName"] !== undefined) return [];
    return [{ property: "domainName", reason: "aws:acm/certificate:Certificate: 'domainName' is required." }];
  },

  async create(context, given) {
    const acm = await context.client("acm");
    const { CertificateArn } = await acm.requestCertificate({
      DomainName: given.domainName,
      KeyAlgorithm: given.keyAlgorithm,
      SubjectAlternativeNames: given.subjectAlternativeNames?.length ? given.subjectAlternativeNames : undefined,
      ValidationMethod: given.validationMethod,
      Tags: Object.keys(given.tagsAll).length > 0 ? tagList(given.tagsAll) : undefined,
    });
    return CertificateArn ?? "";
  },

  async read(context, id, prior) {
    const acm = await context.client("acm");
    const { Certificate: found } = await acm.describeCertificate({ CertificateArn: id });
    if (found === undefined) return undefined;
    const { Tags } = await acm.listTagsForCertificate({ CertificateArn: id });
    const domain = found.DomainName ?? "";
    const options = found.DomainValidationOptions ?? [];
    const byMail = options[0]?.ValidationMethod === "EMAIL";
    return {
      domainName: domain,
      keyAlgorithm: found.KeyAlgorithm?.replace("-", "_") as "RSA_2048" | undefined,
      // AWS adds the domain itself.
      subjectAlternativeNames: found.SubjectAlternativeNames?.filter((name) => name !== domain || prior.subjectAlternativeNames?.includes(name)),
      tags: tagMap(Tags),
      validationMethod: options[0]?.ValidationMethod as "DNS" | undefined,
      arn: id,
      domainValidationOptions: byMail
        ? []
        : options.map(({ DomainName, ResourceRecord }) => ({
            domainName: DomainName,
            resourceRecordName: ResourceRecord?.Name,
            resourceRecordType: ResourceRecord?.Type,
            resourceRecordValue: ResourceRecord?.Value,
          })),
      notAfter: rfc3339(found.NotAfter),
      notBefore: rfc3339(found.NotBefore),
      pendingRenewal: false,
      renewalEligibility: found.RenewalEligibility ?? "",
      status: found.Status,
      type: found.Type,
      validationEmails: byMail ? options.flatMap(({ ValidationEmails }) => ValidationEmails ?? []) : [],
    };
  },

  async update(context, id, { olds, news, changed }) {
    const acm = await context.client("acm");
    if (!changed("tags")) return;
    const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
    if (remove.length > 0) await acm.removeTagsFromCertificate({ CertificateArn: id, Tags: remove.map((Key) => ({ Key })) });
    if (Object.keys(set).length > 0) await acm.addTagsToCertificate({ CertificateArn: id, Tags: tagList(set) });
  },

  async delete(context, id) {
    const acm = await context.client("acm");
    await acm.deleteCertificate({ CertificateArn: id });
  },
});
