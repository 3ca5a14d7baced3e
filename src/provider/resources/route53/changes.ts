/** Changes of records, which take a while to be everywhere. */

import type { Change, ResourceRecordSet, Route53 } from "@aws-sdk/client-route-53";
import type { Context } from "../../context";

export async function changeRecords(context: Context, zoneId: string, changes: Change[]): Promise<string | undefined> {
  const route53 = await context.client("route53");
  const { ChangeInfo } = await route53.changeResourceRecordSets({ HostedZoneId: zoneId, ChangeBatch: { Changes: changes } });
  return ChangeInfo?.Id;
}

export async function untilInSync(context: Context, change: string | undefined): Promise<void> {
  if (change === undefined) return;
  const route53 = await context.client("route53");
  await context.waitFor("Route 53 has spread the change", async () => (await route53.getChange({ Id: bareId(change) })).ChangeInfo?.Status === "INSYNC");
}

/** All records of a zone, or those from a name and a type on. */
export async function* records(route53: Route53, zoneId: string, from?: { name: string; type: ResourceRecordSet["Type"] }): AsyncGenerator<ResourceRecordSet> {
  let start: { StartRecordName?: string | undefined; StartRecordType?: ResourceRecordSet["Type"]; StartRecordIdentifier?: string | undefined } = {
    StartRecordName: from?.name,
    StartRecordType: from?.type,
  };
  for (;;) {
    const page = await route53.listResourceRecordSets({ HostedZoneId: zoneId, ...start });
    yield* page.ResourceRecordSets ?? [];
    if (page.IsTruncated !== true) return;
    start = { StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType, StartRecordIdentifier: page.NextRecordIdentifier };
  }
}

/** `/hostedzone/Z1` and `/change/C1` without what stands before the id. */
export function bareId(id: string): string {
  return id.slice(id.lastIndexOf("/") + 1);
}

export function withoutDot(name: string): string {
  return name.endsWith(".") ? name.slice(0, -1) : name;
}
