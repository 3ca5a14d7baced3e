import type { ParameterMetadata, ParameterTier, SSM } from "@aws-sdk/client-ssm";
import type { CheckFailure } from "../../check";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";

const TYPE = "aws:ssm/parameter:Parameter";
const RESOURCE = "Parameter";
const ANY_CHANGE = { changesWith: "any" } as const;

interface Settings {
  allowedPattern?: string;
  dataType?: string;
  description?: string;
  insecureValue?: string;
  keyId?: string;
  tier?: string;
  type: "String" | "StringList" | "SecureString";
  value?: string;
}

/** `valueWo` is left out: its value would have to be kept to see that it changed. */
export const parameter = defineResource({
  type: TYPE,
  inputs: {
    allowedPattern: t.string({ check: (pattern) => (isPattern(pattern) ? undefined : "must be a regular expression.") }),
    dataType: t.string({ computed: true, oneOf: ["text", "aws:ec2:image", "aws:ssm:integration"] }),
    description: t.string({ check: (text) => (text.length <= 1024 ? undefined : "must have at most 1024 characters.") }),
    insecureValue: t.string({ computed: true }),
    keyId: t.string({ computed: true }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 2048 },
      check: (name) =>
        /^[\w./-]{1,2048}$/.test(name) && (!name.includes("/") || name.startsWith("/"))
          ? undefined
          : "must have letters, digits and characters of _.-/, and begin with a slash if it has any.",
    }),
    overwrite: t.boolean({ local: true }),
    tags: t.tags(),
    tier: t.string({ computed: true, oneOf: ["Standard", "Advanced", "Intelligent-Tiering"] }),
    type: t.string({ required: true, oneOf: ["String", "StringList", "SecureString"] }),
    value: t.string({ computed: true, secret: true }),
  },
  outputs: { arn: t.string(), hasValueWo: t.boolean(), version: t.number(ANY_CHANGE) },
  notFound: ["ParameterNotFound"],

  check(given): CheckFailure[] {
    const { value, insecureValue, type } = given;
    if ((value === undefined) === (insecureValue === undefined)) {
      return [{ property: "value", reason: `${TYPE}: needs one of 'value' and 'insecureValue', and not both.` }];
    }
    if (insecureValue !== undefined && type === "SecureString") {
      return [{ property: "insecureValue", reason: `${TYPE}: 'insecureValue' would show what a SecureString hides. Use 'value'.` }];
    }
    return [];
  },

  async create(context, given) {
    const ssm = await context.client("ssm");
    await put(ssm, given.name, given, given.overwrite ?? false);
    context.created(given.name);
    // On their own: AWS takes no tags along with `Overwrite`.
    const Tags = tagList(given.tagsAll);
    if (Tags.length > 0) await ssm.addTagsToResource({ ResourceType: RESOURCE, ResourceId: given.name, Tags });
    return given.name;
  },

  async read(context, id, prior) {
    const ssm = await context.client("ssm");
    const { Parameter: found } = await ssm.getParameter({ Name: id, WithDecryption: true });
    const more = await metadata(ssm, id);
    const { TagList } = await ssm.listTagsForResource({ ResourceType: RESOURCE, ResourceId: id });
    const inTheOpen = prior.insecureValue !== undefined && found?.Type !== "SecureString";
    return {
      allowedPattern: more?.AllowedPattern,
      dataType: found?.DataType as "text" | undefined,
      description: more?.Description,
      insecureValue: inTheOpen ? found?.Value : undefined,
      keyId: found?.Type === "SecureString" ? more?.KeyId : undefined,
      name: id,
      tags: tagMap(TagList),
      tier: more?.Tier,
      type: found?.Type,
      value: found?.Value,
      arn: found?.ARN,
      hasValueWo: false,
      version: found?.Version,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const ssm = await context.client("ssm");
    if (changed("allowedPattern", "dataType", "description", "insecureValue", "keyId", "tier", "type", "value")) {
      await put(ssm, id, news, true);
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await ssm.removeTagsFromResource({ ResourceType: RESOURCE, ResourceId: id, TagKeys: remove });
      if (Object.keys(set).length > 0) await ssm.addTagsToResource({ ResourceType: RESOURCE, ResourceId: id, Tags: tagList(set) });
    }
  },

  async delete(context, id) {
    const ssm = await context.client("ssm");
    await ssm.deleteParameter({ Name: id });
  },
});

async function put(ssm: SSM, Name: string, given: Settings, Overwrite: boolean): Promise<void> {
  await ssm.putParameter({
    Name,
    Value: given.value ?? given.insecureValue,
    Type: given.type,
    // What is left out keeps its value, so what is to go is said to be empty.
    AllowedPattern: given.allowedPattern ?? "",
    Description: given.description ?? "",
    DataType: given.dataType,
    KeyId: given.type === "SecureString" ? given.keyId : undefined,
    Tier: given.tier as ParameterTier | undefined,
    Overwrite,
  });
}

async function metadata(ssm: SSM, name: string): Promise<ParameterMetadata | undefined> {
  const { Parameters } = await ssm.describeParameters({ ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }] });
  return Parameters?.[0];
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
