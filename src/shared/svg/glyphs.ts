/** What kind of thing a resource is, and a small picture of that kind. The pictures are our own. */
import { isProviderType, parseType } from "../resourceType";
import { STACK_REFERENCE_TYPE } from "../graph";

export type Kind =
  | "storage" | "file" | "database" | "function" | "server" | "container" | "api" | "network" | "gateway" | "guard"
  | "queue" | "topic" | "identity" | "secret" | "logs" | "monitor" | "workflow" | "provider" | "reference"
  | "component" | "code" | "random" | "other";

/** Drawn in a square of 20, with lines of the kind's colour; `F` before a path fills it instead. */
export const GLYPHS: Record<Kind, readonly string[]> = {
  storage: ["M3.5 5.5C3.5 4.1 6.4 3 10 3s6.5 1.1 6.5 2.5S13.6 8 10 8 3.5 6.900 3.5 5.5Z", "M3.6 5.8 5.200 15.400C5.400 16.500 7.400 17.200 10 17.200s4.600-.7 4.800-1.800L16.400 5.800"],
  file: ["M5 2.800h6.200L15.200 6.800V16.200a1 1 0 0 1-1 1H5.800a1 1 0 0 1-1-1V3.800a1 1 0 0 1 1-1Z", "M11 3v4h4"],
  database: ["M4 5.300C4 4 6.700 3 10 3s6 1 6 2.300-2.700 2.300-6 2.300-6-1-6-2.300Z", "M4 5.300v9.400C4 16 6.700 17 10 17s6-1 6-2.300V5.300", "M4 10c0 1.300 2.700 2.300 6 2.300s6-1 6-2.300"],
  function: ["M11.300 2.600 4.600 11.400h4.600l-.8 6 6.900-9.200h-4.700Z"],
  server: ["M4.300 3.500h11.400a.8.8 0 0 1 .8.8v4a.8.8 0 0 1-.8.8H4.300a.8.8 0 0 1-.8-.8v-4a.8.8 0 0 1 .8-.8Z", "M4.300 10.900h11.400a.8.8 0 0 1 .8.8v4a.8.8 0 0 1-.8.8H4.300a.8.8 0 0 1-.8-.8v-4a.8.8 0 0 1 .8-.8Z", "M6.500 6.300h.1M6.500 13.700h.1M10 6.300h3.500M10 13.700h3.500"],
  container: ["M3 6h14v9H3Z", "M6.500 8.500v4M10 8.500v4M13.500 8.500v4"],
  api: ["M7.500 3.500C5.700 3.500 5.400 4.400 5.400 5.800V7.600C5.400 9 4.700 10 3.200 10c1.500 0 2.200 1 2.200 2.400v1.800c0 1.400.3 2.300 2.100 2.300", "M12.500 3.500c1.800 0 2.100.9 2.100 2.300V7.600c0 1.400.7 2.400 2.200 2.400-1.500 0-2.200 1-2.200 2.400v1.800c0 1.400-.3 2.300-2.100 2.300", "M8 10h.1M12 10h.1"],
  network: ["M10 3.200a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z", "M4.800 12.800a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z", "M15.200 12.800a2 2 0 1 1 0 4 2 2 0 0 1 0-4Z", "M9 7 5.800 12.900M11 7l3.200 5.900M6.800 14.800h6.400"],
  gateway: ["M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14Z", "M3 10h14", "M10 3c2.200 2 3.200 4.300 3.200 7s-1 5-3.200 7c-2.200-2-3.200-4.300-3.200-7s1-5 3.200-7Z"],
  guard: ["M10 2.800 15.800 5v4.600c0 3.600-2.300 6.200-5.800 7.600-3.500-1.400-5.800-4-5.800-7.600V5Z", "M7.300 9.900l2 2 3.500-3.800"],
  queue: ["M2.800 7h3.700v6H2.800ZM8.200 7h3.700v6H8.200Z", "M13.700 10h3.800M15.600 7.900l2 2.100-2 2.100"],
  topic: ["F M10 8.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3Z", "M6.600 13.400a4.800 4.800 0 0 1 0-6.800M13.400 6.600a4.800 4.800 0 0 1 0 6.800", "M4.200 15.800a8.200 8.200 0 0 1 0-11.600M15.800 4.200a8.200 8.200 0 0 1 0 11.600"],
  identity: ["M6.800 9.400a3.700 3.700 0 1 1 0 7.400 3.700 3.700 0 0 1 0-7.400Z", "M9.500 10.500 16.700 3.300M13.200 6.800l2.300 2.300"],
  secret: ["M5 9h10a.8.8 0 0 1 .8.8v6.400a.8.8 0 0 1-.8.8H5a.8.8 0 0 1-.8-.8V9.800A.8.8 0 0 1 5 9Z", "M6.800 9V6.600a3.200 3.200 0 0 1 6.400 0V9", "M10 12.200v1.700"],
  logs: ["M5 2.800h10a1 1 0 0 1 1 1v12.400a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V3.800a1 1 0 0 1 1-1Z", "M7 6.800h6M7 10h6M7 13.200h3.500"],
  monitor: ["M3 10.500h3.200l2-5.500 3.600 10 2-4.500H17"],
  workflow: ["M3.200 3.500h5v4.200h-5ZM11.800 12.300h5v4.200h-5Z", "M5.700 7.700v4.500a2 2 0 0 0 2 2h3.500M9.400 12.200l2 2-2 2"],
  provider: ["M7.200 3v4M12.800 3v4", "M5.200 7h9.600v2.700a4.800 4.800 0 0 1-9.600 0Z", "M10 14.500V17.500"],
  reference: ["M10 3 17 6.600 10 10.200 3 6.600Z", "M3.400 10.200 10 13.600l6.600-3.400M3.400 13.600 10 17l6.600-3.400"],
  component: ["M3.500 3.500h5.300v5.300H3.500ZM11.200 3.500h5.300v5.300h-5.300ZM3.500 11.200h5.300v5.300H3.500Z", "M13.850 11.400v4.900M11.400 13.850h4.900"],
  code: ["M7 5.500 2.800 10 7 14.500M13 5.500 17.200 10 13 14.500M11.300 4 8.700 16"],
  random: ["M4.500 3.500h11a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Z", "F M7 5.900a1.100 1.100 0 1 1 0 2.200 1.100 1.100 0 0 1 0-2.200ZM13 11.900a1.100 1.100 0 1 1 0 2.200 1.100 1.100 0 0 1 0-2.200ZM10 8.900a1.100 1.100 0 1 1 0 2.200 1.100 1.100 0 0 1 0-2.200Z"],
  other: ["M10 2.800 16.300 6.300v7.400L10 17.200 3.700 13.700V6.300Z", "M3.900 6.400 10 9.900l6.100-3.500M10 9.900v7.100"],
};

/** By AWS module where the module says it; `*` for what the type's name doesn't decide. */
const AWS: Record<string, Kind> = {
  s3: "storage", s3control: "storage", efs: "storage", ebs: "storage", backup: "storage", glacier: "storage", ecr: "storage",
  dynamodb: "database", rds: "database", elasticache: "database", docdb: "database", neptune: "database", redshift: "database",
  memorydb: "database", opensearch: "database", timestreamwrite: "database", athena: "database", glue: "database",
  lambda: "function", ec2: "network", vpc: "network", vpclattice: "network", directconnect: "network", ec2transitgateway: "network",
  lb: "network", alb: "network", elb: "network", ecs: "container", eks: "container", apprunner: "container", batch: "server",
  autoscaling: "server", lightsail: "server", apigateway: "api", apigatewayv2: "api", appsync: "api", cloudfront: "gateway",
  route53: "gateway", globalaccelerator: "gateway", sqs: "queue", mq: "queue", kinesis: "queue", firehose: "queue", msk: "queue",
  sns: "topic", ses: "topic", sesv2: "topic", cloudwatch: "logs", xray: "monitor", iam: "identity", cognito: "identity",
  sts: "identity", organizations: "identity", identitystore: "identity", kms: "secret", secretsmanager: "secret", ssm: "secret",
  acm: "secret", wafv2: "guard", waf: "guard", guardduty: "guard", sfn: "workflow", scheduler: "workflow", pipes: "workflow",
  codebuild: "workflow", codepipeline: "workflow",
};

/** By words in the type's name, most telling first; for AWS types that stand out in their module, and other clouds. */
const WORDS: readonly [RegExp, Kind][] = [
  [/BucketObject|ObjectCopy|^Blob$/, "file"],
  [/PublicAccessBlock|SecurityGroup|NetworkAcl|Firewall|BucketPolicy|OwnershipControls|QueuePolicy|TopicPolicy/, "guard"],
  [/Permission|RolePolicy|PolicyAttachment|^Policy$|ServiceAccount|RoleBinding/, "identity"],
  [/InternetGateway|NatGateway|^Eip|VpnGateway|Ingress|Cdn|DnsRecord|DnsZone/, "gateway"],
  [/^(Spot)?Instance$|LaunchTemplate|VirtualMachine/, "server"],
  [/EventRule|EventTarget|EventBus|EventBridge/, "topic"],
  [/MetricAlarm|Dashboard|CompositeAlarm/, "monitor"],
  [/EventSourceMapping/, "queue"],
];

const ELSEWHERE: readonly [RegExp, Kind][] = [
  [/bucket|storage|blob|volume/i, "storage"],
  [/database|table|sql|redis|cosmos|cache/i, "database"],
  [/function|lambda/i, "function"],
  [/queue|stream|pubsub/i, "queue"],
  [/topic|subscription|notification/i, "topic"],
  [/secret|certificate|key\b|password/i, "secret"],
  [/role|user|identity|policy|group\b/i, "identity"],
  [/network|vpc|subnet|route|vnet/i, "network"],
  [/api\b|gateway/i, "api"],
  [/deployment|pod|container|cluster|image/i, "container"],
  [/instance|server|machine/i, "server"],
  [/log/i, "logs"],
];

export function kindOf(type: string, custom: boolean): Kind {
  if (type === STACK_REFERENCE_TYPE) return "reference";
  if (isProviderType(type)) return "provider";
  if (!custom) return "component";
  const { package: packageName, module, name } = parseType(type);
  if (packageName === "random") return "random";
  if (packageName === "pulumi-nodejs" || packageName === "command") return "code";
  const told = WORDS.find(([pattern]) => pattern.test(name))?.[1];
  if (packageName === "aws" || packageName === "aws-native") {
    const group = AWS[module.toLowerCase()];
    // An instance is a machine in EC2, which is mostly about networks; elsewhere it is what its service is.
    return (told === "server" && group !== "network" ? group : told) ?? group ?? "other";
  }
  return told ?? ELSEWHERE.find(([pattern]) => pattern.test(name) || pattern.test(module))?.[1] ?? "other";
}
