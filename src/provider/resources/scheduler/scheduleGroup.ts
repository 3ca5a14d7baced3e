import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { rfc3339 } from "../timestamps";

export const scheduleGroup = defineResource({
  type: "aws:scheduler/scheduleGroup:ScheduleGroup",
  inputs: {
    name: t.string({
      replaces: true,
      autoName: { maxLength: 64, prefixInput: "namePrefix" },
      check: (name) => (/^[\w.-]{1,64}$/.test(name) ? undefined : "must have 1 to 64 letters, digits, dots, dashes and underscores."),
    }),
    namePrefix: t.string({ replaces: true, local: true, computed: true }),
    tags: t.tags(),
  },
  outputs: {
    arn: t.string(),
    creationDate: t.string(),
    lastModificationDate: t.string({ changesWith: "any" }),
    state: t.string(),
  },
  notFound: ["ResourceNotFoundException"],

  async create(context, given) {
    const scheduler = await context.client("scheduler");
    await scheduler.createScheduleGroup({ Name: given.name, Tags: tagList(given.tagsAll) });
    return given.name;
  },

  async read(context, id) {
    const scheduler = await context.client("scheduler");
    const found = await scheduler.getScheduleGroup({ Name: id });
    if (found.State === "DELETING") return undefined;
    const { Tags } = await scheduler.listTagsForResource({ ResourceArn: found.Arn });
    return {
      name: found.Name,
      tags: tagMap(Tags),
      arn: found.Arn,
      creationDate: rfc3339(found.CreationDate),
      lastModificationDate: rfc3339(found.LastModificationDate),
      state: found.State,
    };
  },

  async update(context, _id, { olds, news, state }) {
    const scheduler = await context.client("scheduler");
    const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
    // The emulator takes the first key of a request only.
    for (const key of remove) await scheduler.untagResource({ ResourceArn: state.arn, TagKeys: [key] });
    if (Object.keys(set).length > 0) await scheduler.tagResource({ ResourceArn: state.arn, Tags: tagList(set) });
  },

  async delete(context, id) {
    const scheduler = await context.client("scheduler");
    await scheduler.deleteScheduleGroup({ Name: id });
    // AWS takes the group's schedules away first; its name is free when it is gone.
    await context.waitFor(`the schedule group ${id} is gone`, async () => {
      const { ScheduleGroups = [] } = await scheduler.listScheduleGroups({ NamePrefix: id });
      return !ScheduleGroups.some((group) => group.Name === id);
    });
  },
});
