import { apiUrl, functionUrl } from "../emulator/urls";
import type { ExportedState } from "./stackState";

/** A place of a deployed stack that a browser or curl can open. */
export type StackUrl =
  | { urn: string; kind: "website"; bucket: string }
  | { urn: string; kind: "api" | "function"; url: string };

/**
 * What of a deployed stack can be opened on the emulator at `endpoint`: S3 websites (which need the website front to
 * serve them), HTTP and REST APIs, function URLs; the likeliest first.
 */
export function stackUrls(state: ExportedState | undefined, endpoint: string): StackUrl[] {
  const resources = state?.deployment.resources ?? [];
  const found: StackUrl[] = [];
  for (const { urn, type, id, outputs, delete: deleting } of resources) {
    if (deleting) continue;
    const output = (name: string): string | undefined => {
      const value = (outputs as Record<string, unknown> | undefined)?.[name];
      return typeof value === "string" && value !== "" ? value : undefined;
    };
    switch (type) {
      case "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": {
        const bucket = output("bucket");
        if (bucket) found.push({ urn, kind: "website", bucket });
        break;
      }
      case "aws:apigatewayv2/stage:Stage": {
        const api = output("apiId");
        const name = output("name");
        const isHttp = resources.some(
          (each) => each.type === "aws:apigatewayv2/api:Api" && each.id === api && protocolOf(each) === "HTTP",
        );
        if (api && isHttp) found.push({ urn, kind: "api", url: `${apiUrl(endpoint, api, name === "$default" ? undefined : name)}/` });
        break;
      }
      case "aws:apigateway/stage:Stage": {
        const api = output("restApi");
        const name = output("stageName");
        if (api && name) found.push({ urn, kind: "api", url: `${apiUrl(endpoint, api, name)}/` });
        break;
      }
      case "aws:lambda/functionUrl:FunctionUrl": {
        const urlId = output("urlId") ?? id;
        if (typeof urlId === "string") found.push({ urn, kind: "function", url: functionUrl(endpoint, urlId) });
        break;
      }
    }
  }
  const order = ["website", "api", "function"];
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

function protocolOf(resource: Record<string, unknown>): unknown {
  return (resource.outputs as { protocolType?: unknown } | undefined)?.protocolType;
}
