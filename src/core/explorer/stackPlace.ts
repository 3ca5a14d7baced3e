import { type Backend, resolveBackend } from "../engine/backend";
import type { Project } from "../engine/project";
import { findWorkspace, type Workspace } from "../engine/workspace";

/** Where a project's stacks lie. Looking makes no folder. */
export interface StackPlace {
  workspace: Workspace;
  backend: Backend;
}

/**
 * The same place that a session of the project would use.
 * @throws UserError `remote-backend` when the stacks are not on this machine
 */
export async function stackPlace(project: Project, environment: NodeJS.ProcessEnv, home?: string): Promise<StackPlace> {
  const workspace = findWorkspace(project.dir);
  return { workspace, backend: await resolveBackend(project, workspace, environment, home) };
}
