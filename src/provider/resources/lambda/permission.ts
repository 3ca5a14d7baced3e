import type { Lambda } from "@aws-sdk/client-lambda";
import { defineResource } from "../../definition";
import { ProviderError } from "../../errors";
import { t } from "../../schema";
import { parseFunction } from "./functionNames";

/** A statement as it stands in a function's policy. */
interface Statement {
  Sid?: string;
  Principal?: string | Record<string, string>;
  Action?: string | string[];
  Resource?: string;
  Condition?: Record<string, Record<string, string>>;
}

export const permission = defineResource({
  type: "aws:lambda/permission:Permission",
  inputs: {
    action: t.string({ required: true, replaces: true }),
    eventSourceToken: t.string({ replaces: true }),
    function: t.string({ required: true, replaces: true }),
    functionUrlAuthType: t.string({ replaces: true, oneOf: ["AWS_IAM", "NONE"] }),
    invokedViaFunctionUrl: t.boolean({ replaces: true }),
    principal: t.string({ required: true, replaces: true }),
    principalOrgId: t.string({ replaces: true }),
    qualifier: t.string({ replaces: true }),
    sourceAccount: t.string({ replaces: true }),
    sourceArn: t.string({ replaces: true }),
    statementId: t.string({
      replaces: true,
      autoName: {
        maxLength: 100,
        transform: (name) => name.replace(/[^A-Za-z0-9_-]/g, "-"),
        prefixInput: "statementIdPrefix",
      },
      check: (id) => (/^[A-Za-z0-9_-]{1,100}$/.test(id) ? undefined : "must have 1 to 100 letters, digits, dashes and underscores."),
    }),
    statementIdPrefix: t.string({ replaces: true, local: true, computed: true }),
  },
  outputs: {},
  notFound: ["ResourceNotFoundException"],
  idAfterImport: (id) => id.slice(id.lastIndexOf("/") + 1),

  async create(context, given) {
    const lambda = await context.client("lambda");
    await lambda.addPermission({
      FunctionName: given.function,
      StatementId: given.statementId,
      Action: given.action,
      Principal: given.principal,
      EventSourceToken: given.eventSourceToken,
      FunctionUrlAuthType: given.functionUrlAuthType,
      InvokedViaFunctionUrl: given.invokedViaFunctionUrl,
      PrincipalOrgID: given.principalOrgId,
      Qualifier: given.qualifier,
      SourceAccount: given.sourceAccount,
      SourceArn: given.sourceArn,
    });
    return given.statementId;
  },

  async read(context, id, prior) {
    const lambda = await context.client("lambda");
    const place = placeOf(id, prior);
    const statement = await findStatement(lambda, place);
    if (statement === undefined) return undefined;
    const conditions = Object.values(statement.Condition ?? {});
    const condition = (key: string): string | undefined =>
      conditions.flatMap((terms) => Object.entries(terms)).find(([name]) => name.toLowerCase() === key)?.[1];
    return {
      action: [statement.Action].flat()[0],
      eventSourceToken: condition("lambda:eventsourcetoken"),
      function: place.function,
      functionUrlAuthType: condition("lambda:functionurlauthtype") as "AWS_IAM" | "NONE" | undefined,
      invokedViaFunctionUrl: condition("lambda:invokedviafunctionurl") === "true",
      principal: principalOf(statement, prior.principal),
      principalOrgId: condition("aws:principalorgid"),
      qualifier: place.qualifier,
      sourceAccount: condition("aws:sourceaccount"),
      sourceArn: condition("aws:sourcearn"),
      statementId: statement.Sid,
    };
  },

  async delete(context, id, state) {
    const lambda = await context.client("lambda");
    const place = placeOf(id, state);
    await lambda.removePermission({ FunctionName: place.function, StatementId: place.statementId, Qualifier: place.qualifier });
  },
});

interface Place {
  function: string;
  qualifier?: string;
  statementId: string;
}

/** The id is the statement's, which says nothing of the function; an import's is FUNCTION/STATEMENT or FUNCTION:QUALIFIER/STATEMENT. */
function placeOf(id: string, known: { function?: string; qualifier?: string }): Place {
  const slash = id.lastIndexOf("/");
  const statementId = id.slice(slash + 1);
  if (known.function !== undefined) return { function: known.function, qualifier: known.qualifier, statementId };
  if (slash < 1) {
    throw new ProviderError(`'${id}' does not say which function it belongs to. It reads FUNCTION/STATEMENT_ID, such as 'hello/allow-api'.`);
  }
  const reference = id.slice(0, slash);
  const { qualifier } = parseFunction(reference);
  return { function: qualifier === undefined ? reference : reference.slice(0, -qualifier.length - 1), qualifier, statementId };
}

async function findStatement(lambda: Lambda, place: Place): Promise<Statement | undefined> {
  const { Policy } = await lambda.getPolicy({ FunctionName: place.function, Qualifier: place.qualifier });
  const { Statement = [] } = JSON.parse(Policy ?? "{}") as { Statement?: Statement[] };
  return Statement.find(
    ({ Sid, Resource }) =>
      Sid === place.statementId && (Resource === undefined || parseFunction(Resource).qualifier === qualifierOf(place)),
  );
}

function qualifierOf(place: Place): string | undefined {
  return place.qualifier ?? parseFunction(place.function).qualifier;
}

/** AWS turns an account into its root user. */
function principalOf({ Principal }: Statement, known: string | undefined): string | undefined {
  if (Principal === undefined || typeof Principal === "string") return Principal;
  const principal = Object.values(Principal)[0];
  const [, account] = /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal ?? "") ?? [];
  return account !== undefined && account === known ? known : principal;
}
