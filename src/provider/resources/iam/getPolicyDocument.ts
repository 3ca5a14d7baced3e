import { crc32 } from "node:zlib";
import { defineFunction } from "../../definition";
import { t } from "../../schema";
import { documentOf, mergeDocuments, parseDocument, refuseDuplicates, writeDocument } from "./policyDocument";

const principals = t.list(t.object({ identifiers: t.list(t.string(), { required: true }), type: t.string({ required: true }) }));

export const getPolicyDocument = defineFunction({
  token: "aws:iam/getPolicyDocument:getPolicyDocument",
  regional: false,
  inputs: {
    overrideJson: t.string(),
    overridePolicyDocuments: t.list(t.string()),
    policyId: t.string(),
    sourceJson: t.string(),
    sourcePolicyDocuments: t.list(t.string()),
    statements: t.list(
      t.object({
        actions: t.list(t.string()),
        conditions: t.list(
          t.object({
            test: t.string({ required: true }),
            values: t.list(t.string(), { required: true }),
            variable: t.string({ required: true }),
          }),
        ),
        effect: t.string({ default: "Allow", oneOf: ["Allow", "Deny"] }),
        notActions: t.list(t.string()),
        notPrincipals: principals,
        notResources: t.list(t.string()),
        principals,
        resources: t.list(t.string()),
        sid: t.string(),
      }),
    ),
    version: t.string({ default: "2012-10-17", oneOf: ["2008-10-17", "2012-10-17"] }),
  },
  outputs: { id: t.string(), json: t.string(), minifiedJson: t.string() },

  async run(_context, inputs) {
    const given = (text: string | undefined) => (text === undefined || text === "" ? [] : [text]);
    const sources = [...given(inputs.sourceJson), ...(inputs.sourcePolicyDocuments ?? []).flatMap(given)].map((text, index) =>
      parseDocument(text, `number ${index + 1} of 'sourcePolicyDocuments'`),
    );
    refuseDuplicates(
      sources.flatMap((source) => source.Statement?.map((statement) => statement.Sid) ?? []),
      "Each may be in one of 'sourcePolicyDocuments' only; 'overridePolicyDocuments' may repeat them.",
    );
    const own = documentOf(inputs.version, inputs.policyId, inputs.statements ?? []);
    const overrides = [...(inputs.overridePolicyDocuments ?? []).flatMap(given), ...given(inputs.overrideJson)].map((text, index) =>
      parseDocument(text, `number ${index + 1} of 'overridePolicyDocuments'`),
    );
    const document = mergeDocuments([...sources, own, ...overrides]);
    const json = writeDocument(document, 2);
    return { id: String(crc32(json)), json, minifiedJson: writeDocument(document, 0) };
  },
});
