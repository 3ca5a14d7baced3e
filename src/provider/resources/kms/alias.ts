import type { AliasListEntry, KMS } from "@aws-sdk/client-kms";
import { defineResource } from "../../definition";
import { t } from "../../schema";

export const alias = defineResource({
  type: "aws:kms/alias:Alias",
  inputs: {
    name: t.string({
      replaces: true,
      autoName: { maxLength: 255, prefixInput: "namePrefix", transform: (name) => (name.startsWith("alias/") ? name : `alias/${name}`) },
      check: (name) =>
        /^alias\/(?!aws\/)[\w/-]{1,250}$/.test(name)
          ? undefined
          : "must begin with 'alias/', go on with letters, digits and characters of /_-, and not begin with 'alias/aws/'.",
    }),
    namePrefix: t.string({
      replaces: true,
      local: true,
      computed: true,
      check: (prefix) => (prefix.startsWith("alias/") ? undefined : "must begin with 'alias/'."),
    }),
    targetKeyId: t.string({ required: true }),
  },
  outputs: { arn: t.string(), targetKeyArn: t.string({ changesWith: ["targetKeyId"] }) },
  notFound: ["NotFoundException"],

  async create(context, given) {
    const kms = await context.client("kms");
    await kms.createAlias({ AliasName: given.name, TargetKeyId: given.targetKeyId });
    return given.name;
  },

  async read(context, id, prior) {
    const kms = await context.client("kms");
    const found = await find(kms, id);
    if (found?.TargetKeyId === undefined) return undefined;
    const target = found.TargetKeyId;
    const targetKeyArn = found.AliasArn?.replace(/:alias\/.*$/, `:key/${target}`);
    return {
      name: id,
      // The program may name the key by its ARN.
      targetKeyId: prior.targetKeyId === targetKeyArn ? targetKeyArn : target,
      arn: found.AliasArn,
      targetKeyArn,
    };
  },

  async update(context, id, { news }) {
    const kms = await context.client("kms");
    await kms.updateAlias({ AliasName: id, TargetKeyId: news.targetKeyId });
  },

  async delete(context, id) {
    const kms = await context.client("kms");
    await kms.deleteAlias({ AliasName: id });
  },
});

/** There is no call for one alias. */
async function find(kms: KMS, name: string): Promise<AliasListEntry | undefined> {
  let Marker: string | undefined;
  do {
    const page = await kms.listAliases({ Marker });
    const found = page.Aliases?.find((entry) => entry.AliasName === name);
    if (found) return found;
    Marker = page.Truncated ? page.NextMarker : undefined;
  } while (Marker !== undefined);
  return undefined;
}
