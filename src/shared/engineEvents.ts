/**
 * Reads Pulumi's engine events, as the Automation API's `onEvent` gives them, into what the graph needs.
 * Unknown events and fields are passed over: a newer CLI must not break an older lab.
 */
import { z } from "zod";
import { type PropertyChange, type ResourceOp, STACK_REFERENCE_TYPE } from "./graph";
import { UNKNOWN } from "./engineValues";
import { propertyChanges } from "./propertyChanges";
import { parseUrn, urnOfProviderReference } from "./urn";

const record = z.record(z.string(), z.unknown());

const stepState = z.object({
  urn: z.string().nullish(),
  custom: z.boolean().nullish(),
  delete: z.boolean().nullish(),
  id: z.string().nullish(),
  parent: z.string().nullish(),
  inputs: record.nullish(),
  outputs: record.nullish(),
});
export type StepState = z.infer<typeof stepState>;

const metadata = z.object({
  op: z.string(),
  urn: z.string(),
  type: z.string(),
  old: stepState.nullish(),
  new: stepState.nullish(),
  keys: z.array(z.string()).nullish(),
  diffs: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.object({ diffKind: z.string(), inputDiff: z.boolean().nullish() })).nullish(),
  provider: z.string().nullish(),
});
export type StepMetadata = z.infer<typeof metadata>;

const step = z.object({ metadata });
const engineEvent = z.object({
  resourcePreEvent: step.nullish(),
  resOutputsEvent: step.nullish(),
  resOpFailedEvent: step.nullish(),
  diagnosticEvent: z.object({ urn: z.string().nullish(), severity: z.string(), message: z.string() }).nullish(),
  summaryEvent: z.object({}).nullish(),
});

/** How a step's operation weighs against others on the same URN. */
export type StepRole =
  /** The operation on the resource itself. */
  | "main"
  /** One of the steps of a replacement. */
  | "replacement"
  /** Clearing away what a replacement, this one or an interrupted earlier one, left behind. */
  | "cleanUp";

export interface ResourceStep {
  kind: "step";
  phase: "started" | "finished" | "failed";
  op: ResourceOp;
  role: StepRole;
  urn: string;
  type: string;
  name: string;
  parent?: string;
  custom: boolean;
  resourceId?: string;
  /** The URN it had before, where an alias renamed it. */
  renamedFrom?: string;
  /** The URN of its provider, a default one included. */
  provider?: string;
  changes: PropertyChange[];
  /** For a stack reference: the stack it refers to. */
  stackReference?: string;
}

export type EngineNote =
  | ResourceStep
  | { kind: "error"; urn: string; message: string }
  | { kind: "end" };

const ROLES: Record<string, { op: ResourceOp; role: StepRole }> = {
  same: { op: "same", role: "main" },
  create: { op: "create", role: "main" },
  update: { op: "update", role: "main" },
  delete: { op: "delete", role: "main" },
  read: { op: "read", role: "main" },
  refresh: { op: "refresh", role: "main" },
  import: { op: "import", role: "main" },
  discard: { op: "delete", role: "main" },
  replace: { op: "replace", role: "replacement" },
  "create-replacement": { op: "replace", role: "replacement" },
  "read-replacement": { op: "replace", role: "replacement" },
  "import-replacement": { op: "replace", role: "replacement" },
  "delete-replaced": { op: "replace", role: "cleanUp" },
  "discard-replaced": { op: "replace", role: "cleanUp" },
  "remove-pending-replace": { op: "replace", role: "cleanUp" },
};

/** Undefined for an event that says nothing about resources, or that is not an event at all. */
export function readEngineEvent(raw: unknown): EngineNote | undefined {
  const parsed = engineEvent.safeParse(raw);
  if (!parsed.success) return undefined;
  const event = parsed.data;
  if (event.resourcePreEvent) return readStep("started", event.resourcePreEvent.metadata);
  if (event.resOutputsEvent) return readStep("finished", event.resOutputsEvent.metadata);
  if (event.resOpFailedEvent) return readStep("failed", event.resOpFailedEvent.metadata);
  if (event.summaryEvent) return { kind: "end" };
  const diagnostic = event.diagnosticEvent;
  if (diagnostic?.severity !== "error" || !diagnostic.urn || !parseUrn(diagnostic.urn)) return undefined;
  return { kind: "error", urn: diagnostic.urn, message: plainText(diagnostic.message) };
}

function readStep(phase: ResourceStep["phase"], step: StepMetadata): ResourceStep | undefined {
  const urn = parseUrn(step.urn);
  const known = ROLES[step.op];
  if (!urn || !known) return undefined;
  const before = step.old ?? undefined;
  const after = step.new ?? undefined;
  const state = after ?? before;
  // A resource that waits for deletion shares its URN with the one that took its place.
  const role = before?.delete && known.role === "main" ? "cleanUp" : known.role;
  const provider = step.provider ? urnOfProviderReference(step.provider) : undefined;
  const stackName = step.type === STACK_REFERENCE_TYPE ? state?.inputs?.name : undefined;
  return {
    kind: "step",
    phase,
    op: known.op,
    role,
    urn: step.urn,
    type: step.type,
    name: urn.name,
    parent: state?.parent || undefined,
    custom: state?.custom ?? provider !== undefined,
    resourceId: [after?.id, before?.id].find((id) => id && id !== UNKNOWN) ?? undefined,
    renamedFrom: before?.urn && before.urn !== step.urn ? before.urn : undefined,
    provider,
    changes: propertyChanges(step),
    stackReference: typeof stackName === "string" ? stackName : undefined,
  };
}

/** Diagnostics carry terminal colours and Pulumi's own `<{%fg 1%}>` marks. */
export function plainText(message: string): string {
  // eslint-disable-next-line no-control-regex
  return message.replace(/\u001b\[[0-9;]*m/g, "").replace(/<\{%.*?%\}>/g, "").trim();
}
