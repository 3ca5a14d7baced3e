import { type ProviderType, providerTypes } from "../../core/engine/providerTypes";
import { type CommandResult, success } from "../commandResult";

/** What the embedded provider knows, and how much of each type. It asks nobody: the list is part of the program. */
export function providerTypesCommand(): Promise<CommandResult> {
  const width = Math.max(...providerTypes.map(({ token }) => token.length));
  const line = ({ token, inputs, outputs }: ProviderType): string => `${token.padEnd(width)}  ${share(inputs)} of the inputs, ${share(outputs)} of the outputs`;
  const of = (kind: ProviderType["kind"]): ProviderType[] => providerTypes.filter((each) => each.kind === kind);
  const types = providerTypes.map(({ token, kind, inputs, outputs }) => ({ token, kind, inputs: described(inputs), outputs: described(outputs) }));
  return Promise.resolve(
    success({ ok: true, types }, [...of("resource").map(line), "", ...of("function").map(line), "", `${of("resource").length} resource types, ${of("function").length} functions.`].join("\n")),
  );
}

function share([covered, declared]: [number, number]): string {
  return declared === 0 ? "  all" : `${String(Math.round((100 * covered) / declared)).padStart(3)} %`;
}

function described([covered, declared]: [number, number]): { covered: number; declared: number } {
  return { covered, declared };
}
