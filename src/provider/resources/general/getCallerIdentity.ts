import { defineFunction } from "../../definition";
import { t } from "../../schema";

export const getCallerIdentity = defineFunction({
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  regional: false,
  inputs: {},
  outputs: { accountId: t.string(), arn: t.string(), id: t.string(), userId: t.string() },

  async run(context) {
    const sts = await context.client("sts");
    const { Account: accountId, Arn: arn, UserId: userId } = await sts.getCallerIdentity({});
    return { accountId, arn, id: accountId, userId };
  },
});
