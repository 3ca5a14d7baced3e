/** The ways to say which function: its name, `name:qualifier`, or its ARN with or without a qualifier. Pure. */

export interface FunctionReference {
  name: string;
  qualifier?: string;
}

const ARN = /^arn:[^:]+:lambda:[^:]+:\d{12}:function:([^:]+)(?::([^:]+))?$/;

export function parseFunction(reference: string): FunctionReference {
  const [, name, qualifier] = ARN.exec(reference) ?? /^([^:]+)(?::([^:]+))?$/.exec(reference) ?? [];
  return { name: name ?? reference, ...(qualifier === undefined ? {} : { qualifier }) };
}

/** `said` when it means the function of `arn`, else that function's name: a program's own words are kept. */
export function inProgramsWords(arn: string, said: string | undefined): string {
  const { name, qualifier } = parseFunction(arn);
  if (said !== undefined) {
    const known = parseFunction(said);
    if (known.name === name && known.qualifier === qualifier) return said;
  }
  return qualifier === undefined ? name : `${name}:${qualifier}`;
}

/** What API Gateway calls a function, version or alias by. */
export function invokeArn(region: string, arn: string): string {
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
}
