import type { AvailabilityZone } from "@aws-sdk/client-ec2";
import { defineFunction } from "../../definition";
import { t } from "../../schema";

const NAMED = {
  "group-name": "GroupName",
  "network-border-group": "NetworkBorderGroup",
  "opt-in-status": "OptInStatus",
  "region-name": "RegionName",
  state: "State",
  "zone-id": "ZoneId",
  "zone-name": "ZoneName",
  "zone-type": "ZoneType",
} as const satisfies Record<string, keyof AvailabilityZone>;
const FILTER_NAMES = Object.keys(NAMED) as (keyof typeof NAMED)[];

export const getAvailabilityZones = defineFunction({
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  inputs: {
    allAvailabilityZones: t.boolean(),
    excludeNames: t.list(t.string()),
    excludeZoneIds: t.list(t.string()),
    filters: t.list(
      t.object({ name: t.string({ required: true, oneOf: FILTER_NAMES }), values: t.list(t.string(), { required: true }) }),
    ),
    state: t.string({ oneOf: ["available", "information", "impaired", "unavailable", "constrained"] }),
  },
  outputs: { groupNames: t.list(t.string()), id: t.string(), names: t.list(t.string()), zoneIds: t.list(t.string()) },

  async run(context, { allAvailabilityZones, excludeNames, excludeZoneIds, filters, state }) {
    const ec2 = await context.client("ec2");
    const asked = [...(filters ?? []), ...(state === undefined ? [] : [{ name: "state" as const, values: [state] }])];
    const { AvailabilityZones } = await ec2.describeAvailabilityZones({
      AllAvailabilityZones: allAvailabilityZones,
      Filters: asked.length > 0 ? asked.map(({ name, values }) => ({ Name: name, Values: values })) : undefined,
    });
    // An emulator may leave the filters aside.
    const zones = (AvailabilityZones ?? [])
      .filter((zone) => asked.every(({ name, values }) => values.includes(zone[NAMED[name]] as string)))
      .filter((zone) => !excludeNames?.includes(zone.ZoneName ?? "") && !excludeZoneIds?.includes(zone.ZoneId ?? ""))
      .sort((a, b) => ((a.ZoneName ?? "") < (b.ZoneName ?? "") ? -1 : 1));
    return {
      groupNames: [...new Set(zones.map((zone) => zone.GroupName ?? ""))].sort(),
      id: context.region,
      names: zones.map((zone) => zone.ZoneName ?? ""),
      zoneIds: zones.map((zone) => zone.ZoneId ?? ""),
    };
  },
});
