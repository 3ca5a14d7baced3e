import type { HostError } from "../../shared/hostProtocol";
import type { FilePosition } from "../errors";
import type { Diagnostic } from "./diagnostics";

/** Why an operation failed, for people and for scripts. */
export interface OperationFailure {
  code: string;
  message: string;
  hint?: string;
  source?: FilePosition;
  /** The resource that failed. */
  urn?: string;
}

const HINTS: Record<string, string> = {
  "dependencies-missing": 'Install them: "npm install" in the project\'s folder, or "pulumi-lab deploy --yes".',
  "entry-point-missing": 'Check "main" in Pulumi.yaml and package.json.',
  "compile-error": "Mend the line and run it again.",
  "program-error": "The error was thrown by the program itself: look at the line.",
  "unsafe-provider": "A lab may only use packages that stay on this machine. Take it out, or run this program with the Pulumi CLI itself.",
  "plugin-missing": "Install it for the lab with \"pulumi-lab shell -- pulumi plugin install resource NAME\" (a large download), or leave the package out.",
  "wrong-passphrase": "The workspace's passphrase lies in your data folder, under passphrases/. Bring back the file that belongs to this workspace. For a passphrase of your own, set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE.",
  cancelled: "Run it again when you are ready.",
};

/**
 * The failure that helps most: the host's own word where it knows the reason, else the first error that the engine
 * reported, since the CLI's last words only say that something failed.
 */
export function explainFailure(error: HostError, diagnostics: readonly Diagnostic[]): OperationFailure {
  const errors = diagnostics.filter((each) => each.severity === "error");
  // A resource that fails takes the program down with it: what the program says then is only the consequence.
  const resource = errors.find((each) => each.urn !== undefined && !isStack(each.urn) && !each.source);
  const consequence = error.code === "program-error" && resource !== undefined;
  if (error.code !== "engine-error" && !consequence) return withHint(error.code, error.message, error.position, error.hint);
  const plugin = errors.find((each) => /no resource plugin|could not find (?:latest version for )?(?:provider|plugin)|failed to (?:load|install) plugin/i.test(each.message));
  if (plugin) {
    const package_ = (/pulumi-resource-([a-z0-9-]+)/.exec(plugin.message) ?? /(?:plugin|provider) ['"]?([a-z][a-z0-9-]*)/i.exec(plugin.message))?.[1];
    const message = package_ ? `The package "${package_}" needs the plug-in pulumi-resource-${package_}, which is not installed.` : firstLine(plugin.message);
    return withHint("plugin-missing", message, plugin.source);
  }
  if (resource) return { ...withHint("resource-failed", resource.message), urn: resource.urn };
  const thrown = errors.find((each) => /unhandled exception/i.test(each.message) || each.source);
  if (thrown) return withHint("program-error", exceptionMessage(thrown.message), thrown.source ?? error.position);
  const first = errors[0];
  if (first) return withHint("engine-error", first.message, first.source);
  const words = commandError(error.message);
  if (/incorrect passphrase/.test(words)) return withHint("wrong-passphrase", "The state's secrets were encrypted with another passphrase.");
  return withHint("engine-error", words, error.position);
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}

function withHint(code: string, message: string, source?: FilePosition, hint?: string): OperationFailure {
  const known = hint ?? HINTS[code];
  return { code, message, ...(known && { hint: known }), ...(source && { source }) };
}

/** What was thrown, without the frame around it and without the stack. */
function exceptionMessage(text: string): string {
  const body = text.replace(/^(?:Running program '[^']*' failed with an )?unhandled exception:\s*/i, "").replace(/^<ref[^>]*>/, "");
  return body.split(/\n\s+at /)[0]?.trim() || firstLine(text);
}

function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "")?.trim() ?? text;
}

/** The part of the Automation API's CommandError that says something: the CLI's own "error: …" lines. */
function commandError(text: string): string {
  const errors = [...text.matchAll(/^(?: *stderr: )?error: (.*)$/gm)].map((match) => match[1]?.trim() ?? "");
  const telling = errors.filter((line) => !/^(update|preview|destroy|refresh) failed$/.test(line));
  const stderr = /stderr: ([\s\S]*?)(?:\n err\?:|$)/.exec(text)?.[1]?.trim();
  return telling[0] ?? errors[0] ?? (stderr || text.trim());
}
