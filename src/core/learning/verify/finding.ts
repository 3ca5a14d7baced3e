import type { Facts, ProjectFacts, StackFacts } from "./facts";

/** Where a rule is looked at: one stack of one project, or the workspace as a whole. */
export interface Scope {
  facts: Facts;
  project?: ProjectFacts;
  stack?: StackFacts;
}

/** What one condition says in one place. */
export type Finding =
  | { kind: "met"; what: string; project?: string; stack?: string }
  | {
      kind: "notYet";
      missing: string;
      next?: string;
      /** `next` helps more than what the rule says of itself. */
      specific?: boolean;
      /** How far it has come, to tell the place where most is done from the others. */
      progress: number;
    }
  | { kind: "unknown"; reason: string; next: string };

export function met(what: string, { project, stack }: Partial<Scope> = {}): Finding {
  return { kind: "met", what, project: project?.project.name, stack: stack?.name };
}

export function notYet(missing: string, next?: string, progress = 0): Finding {
  return { kind: "notYet", missing, next, progress };
}

/** Something is missing whose next step is known better here than by the rule as a whole. */
export function lacking(missing: string, next: string, progress = 0): Finding {
  return { kind: "notYet", missing, next, specific: true, progress };
}

export const NO_PROJECT = lacking("There is no Pulumi project in this workspace.", 'Make a lab from a template, or a project of your own with "pulumi new".');

export const EMULATOR_OFF: Finding = { kind: "unknown", reason: "The emulator does not run, so it can't be looked into.", next: "Start the emulator, and check again." };

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
