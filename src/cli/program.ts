import { Command, InvalidArgumentError, Option } from "commander";
import { isAbsolute, resolve } from "node:path";
import type { CommandResult } from "./commandResult";
import { checkCommand } from "./commands/check";
import { doctorCommand } from "./commands/doctor";
import { emulatorLogs, emulatorReset, emulatorStart, emulatorStatus, emulatorStop } from "./commands/emulator";
import { graphCommand } from "./commands/graph";
import { newCommand, templatesCommand } from "./commands/labs";
import { deployCommand, destroyCommand, previewCommand, refreshCommand } from "./commands/operations";
import { providerTypesCommand } from "./commands/provider";
import { shellCommandAction } from "./commands/shell";
import { importCommand, outputsCommand, stacksCommand } from "./commands/stacks";
import { startCommand } from "./commands/start";
import { type CommonOptions, DEFAULT_STACK, type Lab } from "./lab";

type Action = (lab: Lab) => Promise<CommandResult>;

/** What `parse` found on the command line: the options that all commands have, and what to do. */
export interface Invocation {
  options: CommonOptions & { json: boolean };
  action: Action;
}

/**
 * The command line of `pulumi-lab`, for the arguments `typed`. Parsing runs nothing: the chosen action is handed to `chosen`.
 * Wrong use throws commander's CommanderError.
 */
export function commandLine(version: string, typed: readonly string[], chosen: (invocation: Invocation) => void): Command {
  const program = new Command("pulumi-lab")
    .description("Learn Pulumi by doing: deploy AWS programs to an emulator on this machine, and see what they make.")
    .version(version)
    .showHelpAfterError("(pulumi-lab --help shows the commands, pulumi-lab COMMAND --help what one takes)")
    .exitOverride()
    .configureHelp({ sortSubcommands: false });

  const add = (name: string, description: string, parent: Command = program): Command => withCommonOptions(parent.command(name).description(description).exitOverride());
  /** Wires a command: its own arguments and options make an action. */
  const does = (command: Command, make: (values: string[], options: Record<string, unknown>) => Action): void => {
    command.action((...parameters: unknown[]) => {
      const options = command.opts<Invocation["options"] & Record<string, unknown>>();
      const values = parameters.slice(0, -2).flat().map((value) => value as string);
      chosen({ options, action: make(values, options) });
    });
  };
  const wrong = (message: string): never => program.error(`error: ${message}`);
  const folder = (value: string | undefined): string => here(value ?? ".");

  does(
    add("start", "From nothing to a deployed, drawn static website, open in VS Code: provisions, starts an emulator, deploys a lab.")
      .option("--no-editor", "stay in the terminal"),
    (_values, options) => (lab) => startCommand(lab, { editor: options.editor !== false }),
  );
  does(add("doctor", "Show which tools were found, where, in which version, and what is missing."), () => doctorCommand);
  does(add("templates", "List the labs that can be made."), () => templatesCommand);
  does(
    example(add("new", "Make a lab from a template.").argument("<template>", "its id").argument("[dir]", "where; by default a folder named like the template"), [
      "pulumi-lab new static-website",
      "pulumi-lab new lambda-api my-api",
    ]).option("--name <project>", "the Pulumi project's name").option("--no-install", "do not install the lab's packages"),
    ([template, dir], options) => (lab) =>
      newCommand(lab, { template: template as string, directory: dir === undefined ? undefined : here(dir), name: options.name as string | undefined, install: options.install !== false }),
  );
  does(example(add("preview", "Show what a deploy would do.").argument("[dir]"), ["pulumi-lab preview", "pulumi-lab preview my-api --json"]), ([dir]) => (lab) => previewCommand(lab, folder(dir)));
  does(example(add("deploy", "Deploy a stack to the emulator.").argument("[dir]"), ["pulumi-lab deploy", "pulumi-lab deploy my-api --stack test --yes"]), ([dir]) => (lab) => deployCommand(lab, folder(dir)));
  does(add("refresh", "Compare a stack's state with what the emulator holds.").argument("[dir]"), ([dir]) => (lab) => refreshCommand(lab, folder(dir)));
  does(add("destroy", "Delete everything that a stack holds.").argument("[dir]"), ([dir]) => (lab) => destroyCommand(lab, folder(dir)));
  does(add("check", "Prove that a deployed lab works: run its behaviour check.").argument("[dir]"), ([dir]) => (lab) => checkCommand(lab, folder(dir)));
  does(add("outputs", "Print a stack's outputs.").argument("[dir]").option("--show-secrets", "print secret values, too", false), ([dir], options) => (lab) => outputsCommand(lab, folder(dir), { showSecrets: options.showSecrets === true }));
  does(add("stacks", "List a project's stacks.").argument("[dir]"), ([dir]) => (lab) => stacksCommand(lab, folder(dir)));
  does(
    example(add("import", "Take an existing resource into a stack: import [dir] TYPE NAME ID.").argument("<arguments...>", "[dir] TYPE NAME ID"), [
      "pulumi-lab import aws:s3/bucket:Bucket logs my-old-bucket",
    ]),
    (values) => {
      if (values.length !== 3 && values.length !== 4) wrong("import takes [dir] TYPE NAME ID");
      const [type, name, id] = values.slice(-3) as [string, string, string];
      return (lab) => importCommand(lab, folder(values.length === 4 ? values[0] : undefined), type, name, id);
    },
  );
  does(
    example(add("shell", "Open a shell in which plain pulumi commands work on the same stacks.").argument("[dir]").argument("[command...]", "one command to run instead, after --"), [
      "pulumi-lab shell",
      "pulumi-lab shell my-api -- pulumi up --yes",
    ]),
    (values) => {
      const { dir, command } = splitShellArguments(values, typed, wrong);
      return (lab) => shellCommandAction(lab, folder(dir), command);
    },
  );
  does(
    example(add("graph", "Draw a stack's resources.").argument("[dir]").requiredOption("--out <file>", "FILE.svg, .png, .dot, .mmd or .json").option("--preview", "draw what a deploy would make", false), [
      "pulumi-lab graph --out graph.svg",
    ]),
    ([dir], options) => (lab) => graphCommand(lab, folder(dir), { out: here(options.out as string), preview: options.preview === true }),
  );

  const emulator = program.command("emulator").description("Start, stop, empty or look at the AWS emulator.").exitOverride();
  does(add("start", "Start it unless it runs.", emulator).option("--persist", "keep what it holds over a stop", false), (_values, options) => (lab) => emulatorStart(lab, { persist: options.persist === true }));
  does(add("stop", "Stop it.", emulator), () => emulatorStop);
  does(add("status", "Show which one, where, and whether it runs.", emulator), () => emulatorStatus);
  does(add("reset", "Remove everything in it.", emulator), () => emulatorReset);
  does(
    add("logs", "Print the end of its log.", emulator).addOption(new Option("--lines <n>", "how many lines").default(100).argParser(positiveInteger)),
    (_values, options) => (lab) => emulatorLogs(lab, options.lines as number),
  );

  const provider = program.command("provider").description("Tell about the embedded AWS provider.").exitOverride();
  does(add("types", "List every type that it knows, and how much of each.", provider), () => providerTypesCommand);
  return program;
}

function withCommonOptions(command: Command): Command {
  return command
    .option("--stack <name>", "the stack", DEFAULT_STACK)
    .option("--json", "print one JSON document", false)
    .option("--emulator <which>", "auto, ministack, localstack, or the URL of a running one", "auto")
    .addOption(new Option("--provider <which>", "the AWS provider").choices(["auto", "embedded", "official"]).default("auto"))
    .option("-y, --yes", "do not ask", false);
}

function example(command: Command, lines: string[]): Command {
  return command.addHelpText("after", `\nExamples:\n${lines.map((line) => `  ${line}`).join("\n")}`);
}

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return number;
}

/** A path as the user means it: npm runs scripts elsewhere, but tells where it was called. */
function here(path: string): string {
  return isAbsolute(path) ? path : resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** What stands before `--` is the folder, what follows is the command. */
export function splitShellArguments(values: string[], raw: readonly string[], wrong: (message: string) => never): { dir?: string; command: string[] } {
  const dash = raw.indexOf("--");
  const command = dash < 0 ? [] : raw.slice(dash + 1);
  const before = values.slice(0, values.length - command.length).filter((value) => value !== undefined);
  if (before.length > 1) wrong(`put "--" before the command: shell ${before[0]} -- ${before.slice(1).join(" ")}`);
  return { dir: before[0], command };
}
