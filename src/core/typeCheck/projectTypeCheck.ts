import { loadProject } from "../engine/project";
import type { Installation, WorkContext } from "../lab/installation";
import { provision } from "../provision/provision";
import { allowedEnvironment } from "../safety/environment";
import { checkTypes } from "./checkTypes";
import type { TypeCheckReport } from "./report";

/** Checks the types of the project in a folder, with the lab's Node. */
export async function checkProjectTypes(installation: Installation, folder: string, work: WorkContext = {}): Promise<TypeCheckReport> {
  const project = await loadProject(folder);
  const { node } = await provision({ ...installation.provisioning(work), want: ["node"] });
  return checkTypes({
    projectDir: project.dir,
    main: project.main,
    node,
    script: installation.bundle("typeCheck.cjs"),
    env: allowedEnvironment(installation.env),
    signal: work.signal,
  });
}
