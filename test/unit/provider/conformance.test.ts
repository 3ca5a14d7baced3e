/** The type declarations of the installed `@pulumi/aws` are the oracle of what a definition may know. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { providerTypes } from "../../../src/core/engine/providerTypes";
import { allInputs, allOutputs } from "../../../src/provider/definition";
import { functions, resources } from "../../../src/provider/registry";
import type { Fields } from "../../../src/provider/schema";
import { declaredFunction, declaredResource, type Declared } from "../../support/awsDeclarations";
import { coverageDocument, innerFields, typeCoverage } from "../../support/typeCoverage";

describe("conformance to the installed @pulumi/aws", function () {
  this.timeout(60_000);
  for (const [token, definition] of resources) {
    it(token, () => {
      const declared = declaredResource(token);
      assert.ok(declared, `@pulumi/aws declares no ${token}`);
      const known = { inputs: allInputs(definition), outputs: allOutputs(definition) };
      assert.deepEqual(
        [
          ...disagreements("input", known.inputs, declared.inputs, true),
          ...disagreements("output", known.outputs, declared.outputs, false),
          ...choices(token, known.inputs, declared.outputs),
        ],
        [],
      );
    });
  }

  for (const [token, definition] of functions) {
    it(token, () => {
      const declared = declaredFunction(token);
      assert.ok(declared, `@pulumi/aws declares no ${token}`);
      const inputs = allInputs(definition);
      const outputs = { ...inputs, ...definition.outputs };
      assert.deepEqual(
        [...disagreements("input", inputs, declared.inputs, true), ...disagreements("output", outputs, declared.outputs, false)],
        [],
      );
    });
  }

  it("is told by provider types and docs/provider-types.md as it is: otherwise run npm run provider-types", () => {
    const covered = typeCoverage();
    assert.deepEqual(providerTypes, covered);
    assert.equal(readFileSync(join(__dirname, "..", "..", "..", "docs", "provider-types.md"), "utf8"), coverageDocument(covered));
  });
});

/** Inputs that depart from the official provider on purpose, and why. */
const ON_PURPOSE: Record<string, string> = {
  "aws:apigatewayv2/integration:Integration integrationMethod": "AWS says POST of each integration with a function, and that is no change",
  "aws:dynamodb/table:Table globalSecondaryIndexes": "taking the last index out of a program removes it",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration rules.filter.and.objectSizeGreaterThan": "taking the limit out lifts it",
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration rules.filter.and.objectSizeLessThan": "taking the limit out lifts it",
};

/**
 * An optional input whose output is never undefined is one that AWS (or a default) fills in: `computed`, a default or
 * an automatic name. And what can be undefined isn't `computed`.
 */
function choices(token: string, inputs: Fields, outputs: Declared, path = ""): string[] {
  return Object.entries(inputs).flatMap(([name, field]) => {
    const at = path === "" ? name : `${path}.${name}`;
    const output = outputs.get(name);
    if (!output || ON_PURPOSE[`${token} ${at}`]) return [];
    const { required, computed, autoName } = field.options;
    const always = output.required && !output.maybeUndefined;
    const found: string[] = [];
    if (always && !required && !computed && !autoName && field.options.default === undefined) {
      found.push(`input ${at} must be computed or have a default: its output is never undefined`);
    }
    if (!always && computed) found.push(`input ${at} must not be computed: its output can be undefined`);
    const inner = innerFields(field);
    const nested = output.nested?.();
    return inner && nested ? [...found, ...choices(token, inner, nested, at)] : found;
  });
}

function disagreements(what: string, fields: Fields, declared: Declared, required: boolean, path = ""): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const at = path === "" ? name : `${path}.${name}`;
    const property = declared.get(name);
    if (!property) return [`${what} ${at} is not declared`];
    const found: string[] = [];
    if (required && property.required !== (field.options.required === true)) {
      found.push(`${what} ${at} is ${property.required ? "required" : "optional"} in the declarations`);
    }
    const inner = innerFields(field);
    if (inner) {
      const nested = property.nested?.();
      if (!nested) found.push(`${what} ${at} is no object in the declarations`);
      else found.push(...disagreements(what, inner, nested, required, at));
    }
    return found;
  });
}
