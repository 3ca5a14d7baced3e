/** The attributes that a user pool's users have beside, or unlike, the standard ones. Pure. */

import type { SchemaAttributeType } from "@aws-sdk/client-cognito-identity-provider";
import { ProviderError } from "../../errors";
import { t, type ValueOf } from "../../schema";

export const userAttribute = t.object({
  attributeDataType: t.string({ required: true, oneOf: ["String", "Number", "DateTime", "Boolean"] }),
  developerOnlyAttribute: t.boolean({ default: false }),
  mutable: t.boolean({ default: false }),
  name: t.string({ required: true, check: (name) => (name.length >= 1 && name.length <= 20 ? undefined : "must have 1 to 20 characters.") }),
  numberAttributeConstraints: t.object({ maxValue: t.string(), minValue: t.string() }),
  required: t.boolean({ default: false }),
  stringAttributeConstraints: t.object({ maxLength: t.string(), minLength: t.string() }),
});

type Attribute = ValueOf<typeof userAttribute>;

export function schemasTo(attributes: readonly Attribute[]): SchemaAttributeType[] {
  return attributes.map(({ name, stringAttributeConstraints: text, numberAttributeConstraints: number, ...rest }) => ({
    Name: name,
    AttributeDataType: rest.attributeDataType,
    DeveloperOnlyAttribute: rest.developerOnlyAttribute,
    Mutable: rest.mutable,
    Required: rest.required,
    StringAttributeConstraints: text && { MaxLength: text.maxLength, MinLength: text.minLength },
    NumberAttributeConstraints: number && { MaxValue: number.maxValue, MinValue: number.minValue },
  }));
}

/**
 * AWS lists the standard attributes as well. The program's are those that it names; where nothing is known (an
 * import), those of its own kind and the standard ones that it made required.
 */
export function schemasFrom(found: readonly SchemaAttributeType[] | undefined, known: readonly Attribute[] | undefined): Attribute[] | undefined {
  const named = new Map(known?.map((attribute) => [attribute.name, attribute]));
  const own = (found ?? []).flatMap((attribute): Attribute[] => {
    const [, prefix, name = ""] = /^((?:dev:|custom:)*)(.*)$/.exec(attribute.Name ?? "") ?? [];
    const before = named.get(name);
    const isCustom = prefix !== "";
    const isOwn = before !== undefined || isCustom || (known === undefined && attribute.Required === true && name !== "sub");
    return isOwn ? [attributeFrom(name, attribute, before, isCustom)] : [];
  });
  return own.length > 0 ? own : undefined;
}

/** What a standard attribute's limits are by itself need not be in the program. */
function attributeFrom(name: string, found: SchemaAttributeType, before: Attribute | undefined, isCustom: boolean): Attribute {
  const text = found.StringAttributeConstraints;
  const number = found.NumberAttributeConstraints;
  return {
    attributeDataType: found.AttributeDataType ?? "String",
    developerOnlyAttribute: found.DeveloperOnlyAttribute ?? false,
    mutable: found.Mutable ?? false,
    name,
    numberAttributeConstraints: number && (isCustom || before?.numberAttributeConstraints) ? { maxValue: number.MaxValue, minValue: number.MinValue } : undefined,
    required: found.Required ?? false,
    stringAttributeConstraints: text && (isCustom || before?.stringAttributeConstraints) ? { maxLength: text.MaxLength, minLength: text.MinLength } : undefined,
  };
}

/** What must be added to what is there. Cognito can't change or take away an attribute, as the official provider says too. */
export function addedAttributes(
  there: readonly Attribute[] | undefined,
  olds: readonly Attribute[] | undefined,
  news: readonly Attribute[] | undefined,
): Attribute[] {
  const wanted = new Map(news?.map((attribute) => [attribute.name, JSON.stringify(schemasTo([attribute]))]));
  for (const old of olds ?? []) {
    if (wanted.get(old.name) === JSON.stringify(schemasTo([old]))) continue;
    throw new ProviderError(`Cognito can't change or remove the attribute '${old.name}' of a user pool. Leave it in 'schemas', or make a new pool.`);
  }
  const names = new Set(there?.map(({ name }) => name));
  return (news ?? []).filter(({ name }) => !names.has(name));
}
