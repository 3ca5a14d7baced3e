/** How much of what the installed `@pulumi/aws` declares the embedded provider covers. */
import type { ProviderType } from "../../src/core/engine/providerTypes";
import { allInputs, allOutputs } from "../../src/provider/definition";
import { functions, resources } from "../../src/provider/registry";
import type { AnyField, Fields } from "../../src/provider/schema";
import { type Declared, declaredFunction, declaredResource } from "./awsDeclarations";

type Share = [known: number, declared: number];

/** Every type and function, by token. Properties count at every depth that both know. */
export function typeCoverage(): ProviderType[] {
  const types = [...resources].map(([token, definition]): ProviderType => {
    const declared = declaredResource(token);
    if (!declared) throw new Error(`@pulumi/aws declares no ${token}`);
    return { token, kind: "resource", inputs: share(allInputs(definition), declared.inputs), outputs: share(allOutputs(definition), declared.outputs) };
  });
  const calls = [...functions].map(([token, definition]): ProviderType => {
    const declared = declaredFunction(token);
    if (!declared) throw new Error(`@pulumi/aws declares no ${token}`);
    const inputs = allInputs(definition);
    return { token, kind: "function", inputs: share(inputs, declared.inputs), outputs: share({ ...inputs, ...definition.outputs }, declared.outputs) };
  });
  return [...types, ...calls].sort((a, b) => (a.kind === b.kind ? a.token.localeCompare(b.token, "en") : a.kind === "resource" ? -1 : 1));
}

function share(fields: Fields, declared: Declared): Share {
  let known = 0;
  let all = 0;
  for (const [name, property] of declared) {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const nested = property.nested?.();
    const inner = field && innerFields(field);
    all += 1;
    if (field) known += 1;
    if (nested && inner) {
      const [more, of] = share(inner, nested);
      known += more;
      all += of;
    }
  }
  return [known, all];
}

/** The fields of an object, or of the objects in a list or map. */
export function innerFields(field: AnyField): Fields | undefined {
  if (field.kind === "object") return field.fields;
  return field.kind === "list" || field.kind === "set" || field.kind === "map" ? innerFields(field.of) : undefined;
}

/** docs/provider-types.md */
export function coverageDocument(types: readonly ProviderType[]): string {
  const table = (kind: ProviderType["kind"]): string[] => [
    "| token | inputs | outputs |",
    "|---|---|---|",
    ...types.filter((each) => each.kind === kind).map(({ token, inputs, outputs }) => `| \`${token}\` | ${inputs[0]} of ${inputs[1]} | ${outputs[0]} of ${outputs[1]} |`),
  ];
  return [
    "# What the embedded AWS provider covers",
    "",
    "Made by `npm run provider-types` from the definitions and from the declarations of the installed `@pulumi/aws`; `pulumi-lab provider types` prints the same. Properties count at every depth that both know. What is not covered is an error in the preview that names it ([provider.md](provider.md)).",
    "",
    "## Resource types",
    "",
    ...table("resource"),
    "",
    "## Functions",
    "",
    ...table("function"),
    "",
  ].join("\n");
}
