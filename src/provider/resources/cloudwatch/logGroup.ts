import type { CloudWatchLogs, LogGroup } from "@aws-sdk/client-cloudwatch-logs";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges } from "../../tags";

/** The periods that CloudWatch Logs takes, in days; 0 keeps events for ever. */
const RETENTION = [0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/** KMS keys are left out: the emulator can't change a group's key. */
export const logGroup = defineResource({
  type: "aws:cloudwatch/logGroup:LogGroup",
  inputs: {
    logGroupClass: t.string({ computed: true, replaces: true, oneOf: ["STANDARD", "INFREQUENT_ACCESS"] }),
    name: t.string({
      replaces: true,
      autoName: { maxLength: 512, prefixInput: "namePrefix" },
      check: (name) => (name.length <= 512 && /^[\w./#-]+$/.test(name) ? undefined : "must have 1 to 512 letters, digits and characters of _-/.#"),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    retentionInDays: t.number({
      default: 0,
      check: (days) => (RETENTION.includes(days) ? undefined : `must be one of ${RETENTION.join(", ")} days.`),
    }),
    skipDestroy: t.boolean({ default: false, local: true }),
    tags: t.tags(),
  },
  outputs: { arn: t.string() },
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    const logs = await context.client("logs");
    const tags = Object.keys(given.tagsAll).length > 0 ? given.tagsAll : undefined;
    await logs.createLogGroup({ logGroupName: given.name, logGroupClass: given.logGroupClass, tags });
    context.created(given.name);
    if (given.retentionInDays > 0) await logs.putRetentionPolicy({ logGroupName: given.name, retentionInDays: given.retentionInDays });
    return given.name;
  },

  async read(context, id) {
    const logs = await context.client("logs");
    const found = await find(logs, id);
    if (!found) return undefined;
    const arn = (found.logGroupArn ?? found.arn ?? "").replace(/:\*$/, "");
    const { tags } = await logs.listTagsForResource({ resourceArn: arn });
    return {
      logGroupClass: found.logGroupClass === "INFREQUENT_ACCESS" ? ("INFREQUENT_ACCESS" as const) : ("STANDARD" as const),
      name: found.logGroupName,
      retentionInDays: found.retentionInDays ?? 0,
      tags: tags && Object.keys(tags).length > 0 ? tags : undefined,
      arn,
    };
  },

  async update(context, id, { olds, news, state, changed }) {
    const logs = await context.client("logs");
    if (changed("retentionInDays")) {
      if (news.retentionInDays > 0) await logs.putRetentionPolicy({ logGroupName: id, retentionInDays: news.retentionInDays });
      else await logs.deleteRetentionPolicy({ logGroupName: id });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      if (remove.length > 0) await logs.untagResource({ resourceArn: state.arn, tagKeys: remove });
      if (Object.keys(set).length > 0) await logs.tagResource({ resourceArn: state.arn, tags: set });
    }
  },

  async delete(context, id, state) {
    if (state.skipDestroy) return;
    const logs = await context.client("logs");
    await logs.deleteLogGroup({ logGroupName: id });
  },
});

/** The list is asked by prefix: others may begin with the same name. */
async function find(logs: CloudWatchLogs, name: string): Promise<LogGroup | undefined> {
  let nextToken: string | undefined;
  do {
    const page = await logs.describeLogGroups({ logGroupNamePrefix: name, nextToken });
    const found = page.logGroups?.find((group) => group.logGroupName === name);
    if (found) return found;
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return undefined;
}
