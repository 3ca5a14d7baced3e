import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";

/** Nothing of its own in AWS: it is there while its certificate is issued. Its id is the certificate's ARN. */
export const certificateValidation = defineResource({
  type: "aws:acm/certificateValidation:CertificateValidation",
  inputs: {
    certificateArn: t.string({ required: true, replaces: true }),
    validationRecordFqdns: t.set(t.string(), { replaces: true, local: true }),
  },
  outputs: {},
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    const acm = await context.client("acm");
    const describe = async () => (await acm.describeCertificate({ CertificateArn: given.certificateArn })).Certificate;
    const names = (await describe())?.DomainValidationOptions?.flatMap(({ ResourceRecord }) => ResourceRecord?.Name ?? []) ?? [];
    if (given.validationRecordFqdns !== undefined) {
      const known = new Set(given.validationRecordFqdns.map(bare));
      const missing = [...new Set(names.map(bare))].filter((name) => !known.has(name));
      if (missing.length > 0) throw new ProviderError(`'validationRecordFqdns' lacks the records that validate the certificate: ${missing.join(", ")}.`);
    }
    await context.waitFor("the certificate is issued", async () => {
      const status = (await describe())?.Status;
      if (status === "FAILED" || status === "VALIDATION_TIMED_OUT") throw new ProviderError(`the certificate was not issued: it is ${status}.`);
      return status === "ISSUED";
    });
    return given.certificateArn;
  },

  async read(context, id) {
    const acm = await context.client("acm");
    const { Certificate } = await acm.describeCertificate({ CertificateArn: id });
    return Certificate?.Status === "ISSUED" ? { certificateArn: id } : undefined;
  },

  async delete() {
    // The certificate stays: it is another resource.
  },
});

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
