/** What a `pulumi …` command line does that neither the state backend's history nor the lab's own journal tells. */
export interface TypedCommand {
  /** As the journal calls it. */
  operation: "preview" | "config-set" | "config-secret" | "export" | "import-state" | "new" | "state";
  /** The stack that it names; the selected one when it names none. */
  stack?: string;
  /** The folder that it names. */
  cwd?: string;
  /** Names of its flags, without their values. */
  flags: string[];
}

/** Flags that the next word belongs to, of all commands that matter here. */
const WITH_VALUE = new Set(["-C", "--cwd", "-s", "--stack", "--config-file", "--file", "--dir", "-n", "--name", "-d", "--description", "--policy-pack", "--policy-pack-config", "-c", "--config", "--secrets-provider", "--save-plan", "-t", "--target", "-m", "--message", "-p", "--parallel", "--color", "--source", "--dest", "--type", "-v", "--verbose"]);

/** @param arguments_ the words after `pulumi`; undefined for a command that needs no record */
export function typedCommand(arguments_: readonly string[]): TypedCommand | undefined {
  const words: string[] = [];
  const values = new Map<string, string>();
  for (let index = 0; index < arguments_.length; index++) {
    const each = arguments_[index] as string;
    // What comes after is a value, not a flag: pulumi config set key -- -5
    if (each === "--") break;
    if (!each.startsWith("-") || each === "-") {
      words.push(each);
      continue;
    }
    const [flag = "", value] = each.split(/=(.*)/s);
    if (value === undefined && WITH_VALUE.has(flag)) values.set(flag, arguments_[++index] ?? "");
    else values.set(flag, value ?? "");
  }
  const operation = operationOf(words, values);
  if (!operation) return undefined;
  const stack = values.get("--stack") ?? values.get("-s");
  const cwd = values.get("--cwd") ?? values.get("-C") ?? (operation === "new" ? values.get("--dir") : undefined);
  return { operation, ...(stack && { stack }), ...(cwd && { cwd }), flags: [...values.keys()].filter((flag) => flag.startsWith("--")) };
}

function operationOf([command, verb]: string[], flags: ReadonlyMap<string, string>): TypedCommand["operation"] | undefined {
  if (command === "preview" || command === "pre") return "preview";
  if (command === "new") return "new";
  if (command === "state" && verb !== undefined) return "state";
  if (command === "stack" && verb === "export") return "export";
  if (command === "stack" && verb === "import") return "import-state";
  if (command === "config" && verb === "set") return flags.has("--secret") && flags.get("--secret") !== "false" ? "config-secret" : "config-set";
  return undefined;
}
