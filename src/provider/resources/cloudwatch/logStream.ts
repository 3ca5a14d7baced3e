import { defineResource } from "../../definition";
import { t } from "../../schema";
import { inGroup } from "./logChildIds";

export const logStream = defineResource({
  type: "aws:cloudwatch/logStream:LogStream",
  inputs: {
    logGroupName: t.string({ required: true, replaces: true }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 512 },
      check: (name) => (/^[^:*]{1,512}$/.test(name) ? undefined : "must have 1 to 512 characters, none of them : or *."),
    }),
  },
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],
  idAfterImport: (id) => id.slice(id.lastIndexOf(":") + 1),

  async create(context, given) {
    const logs = await context.client("logs");
    await logs.createLogStream({ logGroupName: given.logGroupName, logStreamName: given.name });
    return given.name;
  },

  async read(context, id, prior) {
    const logs = await context.client("logs");
    const { group, name } = inGroup(id, ":", prior.logGroupName);
    let nextToken: string | undefined;
    do {
      const page = await logs.describeLogStreams({ logGroupName: group, logStreamNamePrefix: name, nextToken });
      const found = page.logStreams?.find((stream) => stream.logStreamName === name);
      if (found) return { logGroupName: group, name, arn: found.arn };
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  },

  async delete(context, id, state) {
    const logs = await context.client("logs");
    await logs.deleteLogStream({ logGroupName: state.logGroupName, logStreamName: id });
  },
});
