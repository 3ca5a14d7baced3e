import assert from "node:assert/strict";
import { CommanderError } from "commander";
import { commandLine, type Invocation, splitShellArguments } from "../../../src/cli/program";

/** What a command line chooses, without running it. */
function parse(...typed: string[]): Invocation | undefined {
  let chosen: Invocation | undefined;
  const program = commandLine("0.0.0", typed, (invocation) => (chosen = invocation));
  for (const command of [program, ...program.commands, ...program.commands.flatMap((each) => each.commands)]) {
    command.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  }
  program.parse(typed, { from: "user" });
  return chosen;
}

describe("the command line", () => {
  it("has the same common options on every command, with their defaults", () => {
    const defaults = { stack: "dev", json: false, emulator: "auto", provider: "auto", yes: false };
    for (const typed of [["doctor"], ["templates"], ["new", "vpc"], ["preview"], ["deploy"], ["refresh"], ["destroy"], ["outputs"], ["stacks"], ["import", "T", "n", "i"], ["shell"], ["graph", "--out", "a.svg"], ["start", "--no-editor"], ["emulator", "start"], ["emulator", "stop"], ["emulator", "status"], ["emulator", "reset"], ["emulator", "logs"]]) {
      const { stack, json, emulator, provider, yes } = parse(...typed)?.options ?? {};
      assert.deepEqual({ stack, json, emulator, provider, yes }, defaults, typed.join(" "));
    }
    const all = parse("deploy", "x", "--stack", "prod", "--json", "--emulator", "http://127.0.0.1:1", "--provider", "official", "-y");
    assert.deepEqual(all?.options, { stack: "prod", json: true, emulator: "http://127.0.0.1:1", provider: "official", yes: true });
  });

  it("refuses wrong use with commander's error and a code that is not 0", () => {
    const wrong: string[][] = [
      ["nope"], ["deploy", "--nope"], ["deploy", "a", "b"], ["new"], ["graph"], ["deploy", "--provider", "gcp"], ["import", "T", "n"],
      ["import", "a", "b", "c", "d", "e"], ["emulator", "logs", "--lines", "0"], ["emulator", "logs", "--lines", "many"], ["shell", "a", "b"],
    ];
    for (const typed of wrong) {
      assert.throws(() => parse(...typed), (error) => error instanceof CommanderError && error.exitCode !== 0, typed.join(" "));
    }
  });

  it("shows help and the version without an error", () => {
    for (const typed of [["--help"], ["deploy", "--help"], ["--version"]]) {
      assert.throws(() => parse(...typed), (error) => error instanceof CommanderError && error.exitCode === 0);
    }
  });

  it("takes a shell's folder before the dashes and its command after them", () => {
    const wrong = (message: string): never => {
      throw new Error(message);
    };
    assert.deepEqual(splitShellArguments([], ["shell"], wrong), { dir: undefined, command: [] });
    assert.deepEqual(splitShellArguments(["a"], ["shell", "a"], wrong), { dir: "a", command: [] });
    assert.deepEqual(splitShellArguments(["pulumi", "up"], ["shell", "--", "pulumi", "up"], wrong), { dir: undefined, command: ["pulumi", "up"] });
    assert.deepEqual(splitShellArguments(["a", "pulumi", "--yes"], ["shell", "a", "--", "pulumi", "--yes"], wrong), { dir: "a", command: ["pulumi", "--yes"] });
    assert.throws(() => splitShellArguments(["a", "ls"], ["shell", "a", "ls"], wrong), /put "--" before the command/);
  });
});
