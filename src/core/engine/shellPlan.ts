/** What a lab's shell needs on each system, as pure functions: the shell itself, and small launchers for PATH. */

export interface Shim {
  name: string;
  text: string;
}

/** The user's shell, without the start-up files that would put the real environment back. */
export function shellCommand(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): string[] {
  if (platform === "win32") return ["powershell.exe", "-NoLogo", "-NoProfile"];
  const shell = environment.SHELL || "/bin/sh";
  const name = shell.split("/").pop();
  if (name === "bash") return [shell, "--noprofile", "--norc", "-i"];
  if (name === "zsh") return [shell, "-f", "-i"];
  if (name === "fish") return [shell, "--no-config", "-i"];
  return [shell, "-i"];
}

/** `pulumi-language-nodejs` as the CLI looks for it on PATH: our host, run by `node`. */
export function languageHostShim(platform: NodeJS.Platform, node: string, script: string): Shim {
  return platform === "win32"
    ? { name: "pulumi-language-nodejs.cmd", text: `@echo off\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${node}" "${script}" %*\r\n` }
    : { name: "pulumi-language-nodejs", text: `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(node)} ${quote(script)} "$@"\n` };
}

/** Where the Node in use is the editor itself, a launcher by the name of `node`: dynamic providers call it. */
export function nodeShim(platform: NodeJS.Platform, electron: boolean, node: string): Shim[] {
  if (!electron) return [];
  return platform === "win32"
    ? [{ name: "node.cmd", text: `@echo off\r\nset ELECTRON_RUN_AS_NODE=1\r\n"${node}" %*\r\n` }]
    : [{ name: "node", text: `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quote(node)} "$@"\n` }];
}

/** A launcher by the name of `pulumi` for a CLI whose file is called otherwise: the Automation API starts it by name. */
export function pulumiShim(platform: NodeJS.Platform, fileName: string, pulumi: string): Shim[] {
  if (fileName === "pulumi" || fileName.toLowerCase() === "pulumi.exe") return [];
  return platform === "win32"
    ? [{ name: "pulumi.cmd", text: `@echo off\r\n"${pulumi}" %*\r\n` }]
    : [{ name: "pulumi", text: `#!/bin/sh\nexec ${quote(pulumi)} "$@"\n` }];
}

/** Commands that the launcher hands to the recorder; see `typedCommand`. */
const RECORDED = ["preview", "pre", "new", "state", "stack", "config"];

/**
 * `pulumi` itself, for a lab's shell: it runs the CLI that the shell's PULUMI_LAB_PULUMI names, and has a command that
 * succeeded written down. Not on Windows, where programs that start `pulumi` by its name could not start a .cmd file.
 */
export function typedPulumiShim(platform: NodeJS.Platform, node: string, script: string): Shim[] {
  if (platform === "win32") return [];
  const lines = [
    "#!/bin/sh",
    // The Automation API reads what it starts, and has a history of its own.
    'if [ -n "$PULUMI_AUTOMATION_API" ]; then exec "$PULUMI_LAB_PULUMI" "$@"; fi',
    // Ctrl+C is for the CLI, which ends in good order; a trap, unlike ignoring, is not handed down to it.
    "trap : INT",
    '"$PULUMI_LAB_PULUMI" "$@"',
    "code=$?",
    `if [ $code -eq 0 ]; then case " $* " in ${RECORDED.map((word) => `*" ${word} "*`).join("|")})`,
    `  ELECTRON_RUN_AS_NODE=1 ${quote(node)} ${quote(script)} "$@" </dev/null >/dev/null 2>&1 ;;`,
    "esac; fi",
    "exit $code",
    "",
  ];
  return [{ name: "pulumi", text: lines.join("\n") }];
}

/** What the lab's own folders depend on: the guarded environment of a shell stands for another home. */
const HOME_VARIABLES = ["HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA"];

/**
 * `pulumi-lab` itself, for a lab's shell: it finds the same tools, passphrases and emulator as outside of the shell, and
 * takes relative paths as they are meant, also where npm has started the shell from another folder.
 */
export function labCommandShim(platform: NodeJS.Platform, node: string, script: string, environment: NodeJS.ProcessEnv): Shim {
  const home = HOME_VARIABLES.flatMap((name) => (environment[name] ? [[name, environment[name]] as const] : []));
  if (platform === "win32") {
    const set = [...home, ["INIT_CWD", "%CD%"], ["ELECTRON_RUN_AS_NODE", "1"]].map(([name, value]) => `set "${name}=${name === "INIT_CWD" ? value : value?.replaceAll("%", "%%")}"\r\n`);
    return { name: "pulumi-lab.cmd", text: `@echo off\r\nsetlocal\r\n${set.join("")}"${node}" "${script}" %*\r\n` };
  }
  const set = [...home.map(([name, value]) => `${name}=${quote(value)}`), 'INIT_CWD="$PWD"', "ELECTRON_RUN_AS_NODE=1"];
  return { name: "pulumi-lab", text: `#!/bin/sh\n${set.join(" ")} exec ${quote(node)} ${quote(script)} "$@"\n` };
}

/** One word for a POSIX shell, whatever it holds. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
