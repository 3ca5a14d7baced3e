import { type AttributeValue, DescribeTableCommand, GetItemCommand, ListTablesCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { UserError } from "../../errors";
import type { Access } from "./access";
import { formatKey, parseKey, plainItem, plainValue } from "./attributes";
import { type ContentsDocument, type ContentsNode, type ContentsPage, PAGE_SIZE, type PageRequest, type RefOf } from "./model";
import { pageOfRegions } from "./paging";
import { jsonDocument, oneLine, pretty } from "./text";

export function listTables(access: Access, regions: readonly string[], { signal, more }: PageRequest): Promise<ContentsPage> {
  return pageOfRegions(regions, more, async (region, next) => {
    const command = new ListTablesCommand({ ExclusiveStartTableName: next });
    const { TableNames = [], LastEvaluatedTableName } = await access.dynamodb(region).send(command, { abortSignal: signal });
    const nodes = TableNames.map((table): ContentsNode => ({ ref: { kind: "table", region, table }, label: table, expandable: true }));
    return { nodes, next: LastEvaluatedTableName };
  });
}

export async function listItems(access: Access, { region, table }: RefOf<"table">, { signal, more }: PageRequest): Promise<ContentsPage> {
  const client = access.dynamodb(region);
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }), { abortSignal: signal });
  const keyNames = (Table?.KeySchema ?? []).flatMap(({ AttributeName }) => AttributeName ?? []);
  const scan = new ScanCommand({ TableName: table, Limit: PAGE_SIZE, ExclusiveStartKey: more === undefined ? undefined : parseKey(more) });
  const { Items = [], LastEvaluatedKey } = await client.send(scan, { abortSignal: signal });
  const nodes = Items.map((item) => itemNode(region, table, keyNames, item));
  return { nodes, ...(LastEvaluatedKey ? { more: formatKey(LastEvaluatedKey) } : {}) };
}

function itemNode(region: string, table: string, keyNames: string[], item: Record<string, AttributeValue>): ContentsNode {
  const key = Object.fromEntries(keyNames.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
  const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !keyNames.includes(name)));
  return {
    ref: { kind: "item", region, table, key: formatKey(key) },
    label: Object.values(key).map((value) => inWords(plainValue(value))).join(" / "),
    description: Object.keys(rest).length > 0 ? oneLine(pretty(plainItem(rest))) : undefined,
    expandable: false,
  };
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export async function readTable(access: Access, { region, table }: RefOf<"table">, signal?: AbortSignal): Promise<ContentsDocument> {
  const { Table } = await access.dynamodb(region).send(new DescribeTableCommand({ TableName: table }), { abortSignal: signal });
  return jsonDocument(table, Table);
}

export async function readItem(access: Access, { region, table, key }: RefOf<"item">, signal?: AbortSignal): Promise<ContentsDocument> {
  const Key = parseKey(key);
  const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
  const { Item } = await access.dynamodb(region).send(command, { abortSignal: signal });
  if (!Item) {
    throw new UserError("emulator-gone", `The table ${table} has no such item any more.`, "Refresh the view to see what is there.");
  }
  return jsonDocument(Object.values(Key).map((value) => inWords(plainValue(value))).join(" "), plainItem(Item));
}
