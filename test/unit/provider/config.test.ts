import assert from "node:assert/strict";
import { checkConfig, configure, type ProcessSettings } from "../../../src/provider/config";
import { UNKNOWN, type Value, type Values } from "../../../src/provider/wire";

const settings: ProcessSettings = {
  endpoint: { url: "http://127.0.0.1:4566", address: "127.0.0.1", family: 4 },
  region: "us-east-1",
  programDirectory: ".",
};

describe("settings of an aws.Provider", () => {
  const refused: Record<string, [Value, RegExp]> = {
    profile: ["me", /takes no other credentials/],
    sharedCredentialsFiles: ['["a"]', /takes no other credentials/],
    assumeRoles: ['[{"roleArn":"arn"}]', /takes no other credentials/],
    accessKey: ["AKIAIOSFODNN7EXAMPLE", /key of a real AWS account/],
    endpoints: ['[{"s3":"http://192.0.2.1"}]', /'endpoints\.s3'.*not a loopback address/],
    useFipsEndpoint: ["true", /no meaning with an emulator/],
    ignoreTags: ['{"keys":["a"]}', /does not implement the setting 'ignoreTags'/],
    httpProxy: ["http://127.0.0.1:1", /does not implement the setting 'httpProxy'/],
    defaultTags: ['{"tags":"a"}', /'defaultTags' must be/],
  };
  for (const [key, [value, reason]] of Object.entries(refused)) {
    it(`refuse ${key}`, async () => {
      const failures = await checkConfig({ region: "us-east-1", [key]: value });
      assert.deepEqual(failures.map(({ property }) => property), [key]);
      assert.match(failures[0]?.reason ?? "", reason);
      await assert.rejects(configure({ [key]: value }, settings), reason);
    });
  }

  it("take what programs for LocalStack usually say", async () => {
    const given: Values = {
      version: "7.48.0",
      region: "eu-west-1",
      accessKey: "test",
      secretKey: "test",
      s3UsePathStyle: "true",
      skipCredentialsValidation: "true",
      skipMetadataApiCheck: "true",
      skipRequestingAccountId: "true",
      skipRegionValidation: "true",
      endpoints: '[{"s3":"http://localhost:5000","dynamodb":"http://127.0.0.1:5001/","rds":"http://localhost:5002"}]',
      defaultTags: '{"tags":{"course":"pulumi"}}',
      assumeRoles: "[]",
      profile: UNKNOWN,
    };
    assert.deepEqual(await checkConfig(given), []);
    const config = await configure(given, settings);
    assert.equal(config.region, "eu-west-1");
    assert.equal(config.accessKey, "test");
    assert.deepEqual(config.defaultTags, { course: "pulumi" });
    assert.deepEqual(Object.keys(config.endpoints).sort(), ["dynamodb", "s3"]);
    assert.equal(config.endpoints.s3?.url, "http://localhost:5000");
    assert.equal(config.endpoints.s3?.address, "127.0.0.1");
  });

  it("send a 12-digit account of the emulator, and never any other key", async () => {
    assert.equal((await configure({ accessKey: "111122223333" }, settings)).accessKey, "111122223333");
    assert.equal((await configure({ accessKey: "something-else" }, settings)).accessKey, "test");
  });

  it("fall back to the region that the process was started with", async () => {
    assert.equal((await configure({}, settings)).region, "us-east-1");
  });
});
