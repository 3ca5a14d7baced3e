import { GetFunctionCommand, ListEventSourceMappingsCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import type { Access } from "./access";
import type { ContentsDocument, ContentsNode, ContentsPage, PageRequest, RefOf } from "./model";
import { pageOfRegions } from "./paging";
import { jsonDocument } from "./text";

export function listFunctions(access: Access, regions: readonly string[], { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions(regions, more, async (region, next) => {
    const { Functions = [], NextMarker } = await access.lambda(region).send(new ListFunctionsCommand({ Marker: next }), { abortSignal: signal });
    const nodes = Functions.flatMap(({ FunctionName, Runtime, PackageType }): ContentsNode[] =>
      FunctionName ? [{ ref: { kind: "function", region, name: FunctionName }, label: FunctionName, description: Runtime ?? PackageType, expandable: false }] : [],
    );
    return { nodes, next: NextMarker || undefined };
  });
}

export async function readFunction(access: Access, { region, name }: RefOf<"function">, signal?: AbortSignal): Promise<ContentsDocument> {
  const client = access.lambda(region);
  const { Configuration, Tags, Concurrency } = await client.send(new GetFunctionCommand({ FunctionName: name }), { abortSignal: signal });
  const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand({ FunctionName: name }), { abortSignal: signal });
  return jsonDocument(name, { Configuration, Tags, Concurrency, EventSourceMappings });
}
