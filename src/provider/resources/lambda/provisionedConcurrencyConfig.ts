import type { Context } from "../../context";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";

/** The emulator keeps the number and says READY at once; a function starts cold as ever. */
export const provisionedConcurrencyConfig = defineResource({
  type: "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  inputs: {
    functionName: t.string({ required: true, replaces: true }),
    provisionedConcurrentExecutions: t.number({ required: true, check: (executions) => (executions >= 1 ? undefined : "must be at least 1.") }),
    qualifier: t.string({
      required: true,
      replaces: true,
      check: (qualifier) => (qualifier === "$LATEST" ? "must be a published version or an alias, as $LATEST can have none." : undefined),
    }),
    skipDestroy: t.boolean({ default: false, local: true }),
  },
  outputs: {},
  notFound: ["ProvisionedConcurrencyConfigNotFoundException", "ResourceNotFoundException"],

  async create(context, given) {
    const id = `${given.functionName},${given.qualifier}`;
    await provision(context, id, given.provisionedConcurrentExecutions);
    return id;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const place = placeOf(id);
    const found = await lambda.getProvisionedConcurrencyConfig(place);
    return {
      functionName: prior.functionName ?? place.FunctionName,
      provisionedConcurrentExecutions: found.RequestedProvisionedConcurrentExecutions,
      qualifier: place.Qualifier,
    };
  },

  async update(context, id, { news, changed }) {
    if (changed("provisionedConcurrentExecutions")) await provision(context, id, news.provisionedConcurrentExecutions);
  },

  async delete(context, id, state) {
    if (state.skipDestroy) return;
    const lambda = await context.client("lambda");
    await lambda.deleteProvisionedConcurrencyConfig(placeOf(id));
  },
});

async function provision(context: Context, id: string, executions: number): Promise<void> {
  const lambda = await context.client("lambda");
  const place = placeOf(id);
  await lambda.putProvisionedConcurrencyConfig({ ...place, ProvisionedConcurrentExecutions: executions });
  context.created(id);
  await context.waitFor(`the provisioned concurrency of '${place.FunctionName}' is ready`, async () => {
    const { Status, StatusReason } = await lambda.getProvisionedConcurrencyConfig(place);
    if (Status === "FAILED") throw new ProviderError(`the executions can't be provisioned: ${StatusReason ?? "AWS gave no reason"}`);
    return Status === "READY";
  });
}

/** Neither a function nor a qualifier has a comma in it. */
function placeOf(id: string): { FunctionName: string; Qualifier: string } {
  const comma = id.lastIndexOf(",");
  if (comma < 1) throw new ProviderError(`'${id}' does not say which version or alias it is of. It reads FUNCTION,QUALIFIER, such as 'hello,live'.`);
  return { FunctionName: id.slice(0, comma), Qualifier: id.slice(comma + 1) };
}
