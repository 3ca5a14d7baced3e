import type { Distribution } from "@aws-sdk/client-cloudwatch-logs";
import type { Context } from "../../context";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { inGroup } from "./logChildIds";

const inputs = {
  destinationArn: t.string({ required: true }),
  distribution: t.string({ default: "ByLogStream", oneOf: ["ByLogStream", "Random"] }),
  filterPattern: t.string({ required: true }),
  logGroup: t.string({ required: true, replaces: true }),
  name: t.string({
    replaces: true,
    autoName: { maxLength: 512 },
    check: (name) => (/^[^:*]{1,512}$/.test(name) ? undefined : "must have 1 to 512 characters, none of them : or *."),
  }),
  roleArn: t.string({ computed: true }),
};

/** What has to do with transformed logs and system fields is left out: the emulator keeps nothing of it. */
export const logSubscriptionFilter = defineResource({
  type: "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  inputs,
  outputs: {},
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    await put(context, given);
    return `${given.logGroup}|${given.name}`;
  },

  async read(context, id, prior) {
    const logs = await context.client("logs");
    const { group, name } = inGroup(id, "|", prior.logGroup);
    let nextToken: string | undefined;
    do {
      const page = await logs.describeSubscriptionFilters({ logGroupName: group, filterNamePrefix: name, nextToken });
      const found = page.subscriptionFilters?.find((filter) => filter.filterName === name);
      if (found) {
        return {
          destinationArn: found.destinationArn,
          distribution: found.distribution ?? ("ByLogStream" as const),
          filterPattern: found.filterPattern ?? "",
          logGroup: group,
          name,
          roleArn: found.roleArn ?? "",
        };
      }
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return undefined;
  },

  async update(context, _id, { news }) {
    await put(context, news);
  },

  async delete(context, _id, state) {
    const logs = await context.client("logs");
    await logs.deleteSubscriptionFilter({ logGroupName: state.logGroup, filterName: state.name });
  },
});

/** A filter of the same name is written over as a whole. */
async function put(context: Context, given: Inputs<typeof inputs>): Promise<void> {
  const logs = await context.client("logs");
  await logs.putSubscriptionFilter({
    logGroupName: given.logGroup,
    filterName: given.name,
    filterPattern: given.filterPattern,
    destinationArn: given.destinationArn,
    distribution: given.distribution as Distribution,
    roleArn: given.roleArn || undefined,
  });
  if (!given.destinationArn.includes(":lambda:")) {
    context.warn(`The emulator delivers logs to functions only: the filter is there, but nothing arrives at ${given.destinationArn}.`);
  }
}
