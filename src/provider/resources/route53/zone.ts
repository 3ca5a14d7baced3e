import { randomUUID } from "node:crypto";
import type { Route53, VPC, VPCRegion } from "@aws-sdk/client-route-53";
import { defineResource } from "../../definition";
import { t } from "../../schema";
import { tagChanges, tagList, tagMap } from "../../tags";
import { bareId, changeRecords, records, untilInSync, withoutDot } from "./changes";

export const zone = defineResource({
  type: "aws:route53/zone:Zone",
  regional: false,
  inputs: {
    comment: t.string({ default: "Managed by Pulumi" }),
    forceDestroy: t.boolean({ default: false, local: true }),
    name: t.string({ replaces: true, autoName: { maxLength: 255 } }),
    tags: t.tags(),
    vpcs: t.set(t.object({ vpcId: t.string({ required: true }), vpcRegion: t.string({ computed: true }) })),
  },
  outputs: {
    arn: t.string(),
    nameServers: t.list(t.string()),
    primaryNameServer: t.string(),
    zoneId: t.string(),
  },
  notFound: ["NoSuchHostedZone"],

  async create(context, given) {
    const route53 = await context.client("route53");
    const [first, ...others] = (given.vpcs ?? []).map((vpc) => vpcOf(vpc, context.region));
    const { HostedZone, ChangeInfo } = await route53.createHostedZone({
      Name: given.name,
      CallerReference: `pulumi-${randomUUID()}`,
      HostedZoneConfig: { Comment: given.comment, PrivateZone: first !== undefined },
      VPC: first,
    });
    const id = bareId(HostedZone?.Id ?? "");
    context.created(id);
    if (Object.keys(given.tagsAll).length > 0) {
      await route53.changeTagsForResource({ ResourceType: "hostedzone", ResourceId: id, AddTags: tagList(given.tagsAll) });
    }
    for (const VPC of others) await route53.associateVPCWithHostedZone({ HostedZoneId: id, VPC });
    await untilInSync(context, ChangeInfo?.Id);
    return id;
  },

  async read(context, id, prior) {
    const route53 = await context.client("route53");
    const { HostedZone: found, VPCs } = await route53.getHostedZone({ Id: id });
    if (found === undefined) return undefined;
    const { ResourceTagSet } = await route53.listTagsForResource({ ResourceType: "hostedzone", ResourceId: id });
    const name = withoutDot(found.Name ?? "");
    return {
      comment: found.Config?.Comment ?? "",
      name: prior.name !== undefined && withoutDot(prior.name) === name ? prior.name : name,
      tags: tagMap(ResourceTagSet?.Tags),
      vpcs: VPCs?.map((vpc) => ({ vpcId: vpc.VPCId ?? "", vpcRegion: vpc.VPCRegion ?? "" })),
      arn: await context.arn("route53", `hostedzone/${id}`, { region: "", account: "" }),
      ...(await serversOf(route53, id, name)),
      zoneId: id,
    };
  },

  async update(context, id, { olds, news, changed }) {
    const route53 = await context.client("route53");
    if (changed("comment")) await route53.updateHostedZoneComment({ Id: id, Comment: news.comment });
    if (changed("vpcs")) {
      const wanted = (news.vpcs ?? []).map((vpc) => vpcOf(vpc, context.region));
      const there = (await route53.getHostedZone({ Id: id })).VPCs ?? [];
      // A private zone always has one: the new ones come first.
      for (const VPC of wanted) if (!includes(there, VPC)) await route53.associateVPCWithHostedZone({ HostedZoneId: id, VPC });
      for (const VPC of there) if (!includes(wanted, VPC)) await route53.disassociateVPCFromHostedZone({ HostedZoneId: id, VPC });
    }
    if (changed("tags")) {
      const { set, remove } = tagChanges(olds.tagsAll, news.tagsAll);
      await route53.changeTagsForResource({
        ResourceType: "hostedzone",
        ResourceId: id,
        AddTags: Object.keys(set).length > 0 ? tagList(set) : undefined,
        RemoveTagKeys: remove.length > 0 ? remove : undefined,
      });
    }
  },

  async delete(context, id, state) {
    const route53 = await context.client("route53");
    if (state.forceDestroy) {
      const name = withoutDot(state.name ?? "");
      for await (const record of records(route53, id)) {
        const isOwn = (record.Type === "NS" || record.Type === "SOA") && withoutDot(record.Name ?? "") === name;
        if (!isOwn) await changeRecords(context, id, [{ Action: "DELETE", ResourceRecordSet: record }]);
      }
    }
    await route53.deleteHostedZone({ Id: id });
  },
});

function vpcOf(vpc: { vpcId: string; vpcRegion?: string }, region: string): VPC {
  return { VPCId: vpc.vpcId, VPCRegion: (vpc.vpcRegion ?? region) as VPCRegion };
}

function includes(vpcs: readonly VPC[], one: VPC): boolean {
  return vpcs.some(({ VPCId, VPCRegion }) => VPCId === one.VPCId && VPCRegion === one.VPCRegion);
}

/** The records of the zone itself name its servers, those of a private zone too. */
async function serversOf(route53: Route53, id: string, name: string): Promise<{ nameServers: string[]; primaryNameServer: string }> {
  let nameServers: string[] = [];
  let primaryNameServer = "";
  for await (const record of records(route53, id, { name, type: "NS" })) {
    if (withoutDot(record.Name ?? "") !== name) break;
    const values = record.ResourceRecords?.map(({ Value }) => Value ?? "") ?? [];
    if (record.Type === "NS") nameServers = values.map(withoutDot).sort();
    if (record.Type === "SOA") primaryNameServer = withoutDot(values[0]?.split(" ")[0] ?? "");
  }
  return { nameServers, primaryNameServer };
}
