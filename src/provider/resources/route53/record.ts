import type { ResourceRecordSet, Route53 } from "@aws-sdk/client-route-53";
import { defineResource, type Inputs } from "../../definition";
import { t } from "../../schema";
import { changeRecords, records, untilInSync, withoutDot } from "./changes";
import { fromValue, fullName, readableName, RECORD_TYPES, recordId, recordPlace, toValue, type RecordPlace } from "./recordNames";

const one = { check: (list: unknown[]) => (list.length <= 1 ? undefined : "must have one entry at most.") };

const recordInputs = {
  aliases: t.list(t.object({ evaluateTargetHealth: t.boolean({ required: true }), name: t.string({ required: true }), zoneId: t.string({ required: true }) }), one),
  allowOverwrite: t.boolean({ default: false, local: true }),
  failoverRoutingPolicies: t.list(t.object({ type: t.string({ required: true, oneOf: ["PRIMARY", "SECONDARY"] }) }), one),
  geolocationRoutingPolicies: t.list(t.object({ continent: t.string(), country: t.string(), subdivision: t.string() }), one),
  healthCheckId: t.string(),
  latencyRoutingPolicies: t.list(t.object({ region: t.string({ required: true }) }), one),
  multivalueAnswerRoutingPolicy: t.boolean(),
  name: t.string({ required: true, replaces: true }),
  records: t.set(t.string()),
  setIdentifier: t.string({ replaces: true }),
  ttl: t.number(),
  type: t.string({ required: true, replaces: true, oneOf: RECORD_TYPES }),
  weightedRoutingPolicies: t.list(t.object({ weight: t.number({ required: true }) }), one),
  zoneId: t.string({ required: true, replaces: true }),
};

type Given = Inputs<typeof recordInputs>;

/** The id is the official provider's: `ZONE_NAME_TYPE`, with `_SET` where there is a set identifier. */
export const record = defineResource({
  type: "aws:route53/record:Record",
  regional: false,
  inputs: recordInputs,
  outputs: { fqdn: t.string() },
  notFound: ["NoSuchHostedZone"],
  deleteBeforeReplace: true,

  check(given) {
    const has = (key: string) => !(given[key] === undefined || (Array.isArray(given[key]) && given[key].length === 0));
    const problem = (property: string, reason: string) => [{ property, reason: `aws:route53/record:Record: ${reason}` }];
    if (has("records") && has("aliases")) return problem("aliases", "'records' and 'aliases' exclude each other.");
    if (!has("records") && !has("aliases")) return problem("records", "one of 'records' and 'aliases' is required.");
    if (has("records") && !has("ttl")) return problem("ttl", "'ttl' is required with 'records'.");
    return [];
  },

  async create(context, given) {
    const route53 = await context.client("route53");
    const { HostedZone } = await route53.getHostedZone({ Id: given.zoneId });
    const change = await changeRecords(context, given.zoneId, [
      { Action: given.allowOverwrite ? "UPSERT" : "CREATE", ResourceRecordSet: recordSet(given, fullName(given.name, HostedZone?.Name ?? "")) },
    ]);
    const id = recordId(given);
    context.created(id);
    await untilInSync(context, change);
    return id;
  },

  async read(context, id, prior) {
    const route53 = await context.client("route53");
    const place = recordPlace(id);
    const { fqdn, found } = await find(route53, place);
    if (found === undefined) return undefined;
    const alias = found.AliasTarget;
    const aliasName = withoutDot(alias?.DNSName ?? "");
    const aliasBefore = prior.aliases?.[0]?.name;
    const location = found.GeoLocation;
    return {
      aliases: alias && [
        {
          evaluateTargetHealth: alias.EvaluateTargetHealth ?? false,
          name: aliasBefore !== undefined && withoutDot(aliasBefore) === aliasName ? aliasBefore : aliasName,
          zoneId: alias.HostedZoneId ?? "",
        },
      ],
      failoverRoutingPolicies: found.Failover && [{ type: found.Failover }],
      geolocationRoutingPolicies: location && [{ continent: location.ContinentCode, country: location.CountryCode, subdivision: location.SubdivisionCode }],
      healthCheckId: found.HealthCheckId,
      latencyRoutingPolicies: found.Region && [{ region: found.Region }],
      multivalueAnswerRoutingPolicy: found.MultiValueAnswer,
      name: prior.name ?? place.name,
      records: found.ResourceRecords?.map(({ Value }) => fromValue(place.type, Value ?? "")),
      setIdentifier: found.SetIdentifier,
      ttl: found.TTL,
      type: place.type,
      weightedRoutingPolicies: found.Weight === undefined ? undefined : [{ weight: found.Weight }],
      zoneId: place.zoneId,
      fqdn,
    };
  },

  async update(context, id, { news }) {
    const { HostedZone } = await (await context.client("route53")).getHostedZone({ Id: news.zoneId });
    const change = await changeRecords(context, news.zoneId, [
      { Action: "UPSERT", ResourceRecordSet: recordSet(news, fullName(news.name, HostedZone?.Name ?? "")) },
    ]);
    await untilInSync(context, change);
  },

  async delete(context, id) {
    const place = recordPlace(id);
    // Route 53 deletes a record only when it is told what is in it.
    const { found } = await find(await context.client("route53"), place);
    if (found === undefined) return;
    await untilInSync(context, await changeRecords(context, place.zoneId, [{ Action: "DELETE", ResourceRecordSet: found }]));
  },
});

async function find(route53: Route53, place: RecordPlace): Promise<{ fqdn: string; found?: ResourceRecordSet }> {
  const { HostedZone } = await route53.getHostedZone({ Id: place.zoneId });
  const fqdn = fullName(place.name, HostedZone?.Name ?? "");
  for await (const found of records(route53, place.zoneId, { name: fqdn, type: place.type })) {
    if (readableName(found.Name ?? "").toLowerCase() !== fqdn || found.Type !== place.type) break;
    if ((found.SetIdentifier ?? "") === (place.setIdentifier ?? "")) return { fqdn, found };
  }
  return { fqdn };
}

function recordSet(given: Given, name: string): ResourceRecordSet {
  const alias = given.aliases?.[0];
  const location = given.geolocationRoutingPolicies?.[0];
  return {
    Name: name,
    Type: given.type,
    TTL: given.ttl,
    SetIdentifier: given.setIdentifier,
    HealthCheckId: given.healthCheckId,
    ResourceRecords: given.records?.map((value) => ({ Value: toValue(given.type, value) })),
    AliasTarget: alias && { DNSName: alias.name, HostedZoneId: alias.zoneId, EvaluateTargetHealth: alias.evaluateTargetHealth },
    Failover: given.failoverRoutingPolicies?.[0]?.type,
    GeoLocation: location && { ContinentCode: location.continent, CountryCode: location.country, SubdivisionCode: location.subdivision },
    MultiValueAnswer: given.multivalueAnswerRoutingPolicy,
    Region: given.latencyRoutingPolicies?.[0]?.region as ResourceRecordSet["Region"],
    Weight: given.weightedRoutingPolicies?.[0]?.weight,
  };
}
