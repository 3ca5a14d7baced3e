/**
 * Loaded with `--require` before the SDK's own runner when a learner types `pulumi up` in the lab's terminal: the
 * program is then transpiled, placed and watched over as in an operation of ours.
 */
import { allowedPackages } from "../core/safety/packages";
import { installTypeScript, silenceModule } from "./moduleHooks";
import { watchRegistrations } from "./registrations";
import { loadProjectSdk } from "./sdk";
import { Transpiler } from "./transpile";

const program = process.env.PULUMI_LAB_PROGRAM_DIR ?? process.cwd();
installTypeScript(new Transpiler(process.env.PULUMI_LAB_TRANSPILE_CACHE));
// The runner's source map support reads maps from disk, where these files have none; Node's own has them.
silenceModule("source-map-support/register");

const allowed = allowedPackages();
const projectDir = process.env.PULUMI_LAB_PROJECT_DIR ?? program;
watchRegistrations(loadProjectSdk(program), { projectDir, engineRoot: projectDir }, {
  registered: () => undefined,
  refuse: (name, type) =>
    allowed.includes(name)
      ? undefined
      : `The resource type "${type}" belongs to the package "${name}", which may reach outside this machine; a lab may not use it.`,
});
