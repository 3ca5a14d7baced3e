import { z } from "zod";
import type { FilePosition } from "../errors";
import { positionInText } from "./userPositions";

/** A message of the engine, a provider or the program about an operation. */
export interface Diagnostic {
  severity: "info" | "warning" | "error";
  message: string;
  urn?: string;
  source?: FilePosition;
}

const diagnosticEvent = z.looseObject({
  urn: z.string().optional(),
  message: z.string(),
  severity: z.string(),
  ephemeral: z.boolean().optional(),
});

/** Messages that say nothing to a learner: about our own plumbing, or a repetition of what another one says. */
const NOISE = [
  /^using pulumi-(resource|language)-\S+ from \$PATH at /,
  /^(update|preview|destroy|refresh) failed$/,
  /^preview failed: /,
  /^error: (update|preview|destroy|refresh) failed$/,
  /^attempting to deploy or update resources with \d+ pending operations/i,
];

/** Gathers the diagnostics of one operation from its engine events. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];

  constructor(private readonly projectDir: string) {}

  /** Takes note of an event that is a diagnostic, and gives it unless it says nothing new. */
  applyEvent(event: Record<string, unknown>): Diagnostic | undefined {
    const parsed = diagnosticEvent.safeParse(event.diagnosticEvent);
    if (!parsed.success || parsed.data.ephemeral) return undefined;
    const severity = severityOf(parsed.data.severity);
    const message = plainText(parsed.data.message);
    if (!severity || message === "" || NOISE.some((pattern) => pattern.test(message))) return undefined;
    const source = severity === "error" ? positionInText(message, this.projectDir) : undefined;
    const repeated = this.list.some((each) => each.message === message && each.urn === (parsed.data.urn || undefined));
    // A program may well print the same line twice.
    if (repeated && severity !== "info") return undefined;
    const diagnostic = { severity, message, ...(parsed.data.urn && { urn: parsed.data.urn }), ...(source && { source }) };
    this.list.push(diagnostic);
    return diagnostic;
  }

  add(diagnostic: Diagnostic): void {
    this.list.push(diagnostic);
  }

  errors(): Diagnostic[] {
    return this.list.filter((each) => each.severity === "error");
  }
}

function severityOf(severity: string): Diagnostic["severity"] | undefined {
  if (severity === "error" || severity === "warning") return severity;
  return severity.startsWith("info") ? "info" : undefined;
}

/** Without the engine's colour directives and terminal escapes. */
function plainText(message: string): string {
  return (
    message
      .replace(/<\{%[^%]*%\}>/g, "")
      // eslint-disable-next-line no-control-regex
      .replace(/\u001b\[[0-9;]*m/g, "")
      .trim()
  );
}
