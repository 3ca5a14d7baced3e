import type { StackActivity } from "./stackActivities";
import type { StackInfo } from "./projectStacks";

/** Which emulator answers now, as far as a stack cares. */
export interface EmulatorBoot {
  running: boolean;
  bootId?: string;
}

/**
 * What a person should know of a stack before they look into it. `nothingYet`: it was never deployed;
 * `emulatorOff` and `emulatorEmptied`: its resources are not there now; `failed`: its last operation did, or
 * could not begin.
 */
export type StackNotice = { kind: "nothingYet" | "emulatorOff" | "emulatorEmptied" } | { kind: "failed"; message: string; urn?: string };

export function stackNotices(stack: StackInfo, boot: EmulatorBoot, activity?: StackActivity): StackNotice[] {
  if (activity?.phase === "running" || activity?.phase === "cancelling") return [];
  const notices: StackNotice[] = [];
  const holds = stack.record !== undefined && stack.resourceCount > 0;
  if (holds && !boot.running) notices.push({ kind: "emulatorOff" });
  if (holds && wasEmptied(stack, boot)) notices.push({ kind: "emulatorEmptied" });
  const failure = failureOf(stack, activity);
  if (failure) notices.push({ kind: "failed", ...failure });
  if (notices.length === 0 && stack.resourceCount === 0 && !stack.lastOperation) notices.push({ kind: "nothingYet" });
  return notices;
}

/** Whether the resources were made in an earlier boot of the emulator than the one that runs now. */
export function wasEmptied({ record }: Pick<StackInfo, "record">, { running, bootId }: EmulatorBoot): boolean {
  return running && bootId !== undefined && record?.bootId !== undefined && record.bootId !== bootId;
}

function failureOf({ lastOperation }: StackInfo, activity: StackActivity | undefined): { message: string; urn?: string } | undefined {
  // What could not begin left nothing on disk.
  if (activity?.phase === "failed" && !activity.outcome) return { message: activity.error?.message ?? activity.message };
  if (lastOperation?.result !== "failed") return undefined;
  return { message: lastOperation.error?.message ?? "", ...(lastOperation.error?.urn && { urn: lastOperation.error.urn }) };
}
