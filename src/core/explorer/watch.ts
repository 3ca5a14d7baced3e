import { lastOperationsDir } from "../engine/lastOperation";
import type { Project } from "../engine/project";
import { stateFolder } from "../engine/stackState";
import type { StackPlace } from "./stackPlace";

/** Files whose change makes what is shown of a project's stacks old. */
export interface WatchedPath {
  /** Absolute folder; it may not exist yet. */
  base: string;
  /** Relative to the folder. */
  glob: string;
}

/** What to watch for a project; its stacks' states and records only where they lie on this machine. */
export function watchedPaths(project: Pick<Project, "dir" | "configDir" | "name">, place: StackPlace | undefined): WatchedPath[] {
  const paths: WatchedPath[] = [
    { base: project.dir, glob: "Pulumi*.{yaml,yml,json}" },
    // Installing and removing packages; never what is in them.
    { base: project.dir, glob: "node_modules" },
  ];
  if (project.configDir !== project.dir) paths.push({ base: project.configDir, glob: "Pulumi.*.{yaml,yml,json}" });
  if (place) {
    paths.push(
      { base: place.workspace.labDir, glob: "deploys.json" },
      { base: lastOperationsDir(place.workspace), glob: "**/*.json" },
      { base: stateFolder(place.backend.dir, project.name), glob: "*.json" },
    );
  }
  return paths;
}
