import { defineFunction } from "../../definition";
import { ProviderError } from "../../errors";
import { regionDescription } from "../../regions";
import { t } from "../../schema";

export const getRegion = defineFunction({
  token: "aws:index/getRegion:getRegion",
  inputs: { endpoint: t.string(), id: t.string(), name: t.string() },
  outputs: { description: t.string(), endpoint: t.string(), id: t.string(), name: t.string() },

  async run(_context, { endpoint, id, name, region }) {
    const wanted = name ?? id ?? (endpoint === undefined ? region : regionOfEndpoint(endpoint));
    return {
      description: regionDescription(wanted),
      endpoint: `ec2.${wanted}.amazonaws.com`,
      id: wanted,
      name: wanted,
      region: wanted,
    };
  },
});

function regionOfEndpoint(endpoint: string): string {
  const region = /^ec2\.([a-z0-9-]+)\.amazonaws\.com$/.exec(endpoint)?.[1];
  if (region === undefined) throw new ProviderError(`no region has the EC2 endpoint '${endpoint}'.`);
  return region;
}
