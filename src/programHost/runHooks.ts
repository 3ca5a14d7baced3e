/**
 * Loaded with `--require` before the SDK's own runner, in the process of the user's program: makes it take TypeScript,
 * tells of each resource as it is registered and of what is thrown, and keeps resources out that a lab may not use.
 */
import { realpathSync } from "node:fs";
import { allowedPackages } from "../core/safety/packages";
import { HOST_VARIABLES, type ReportRecord } from "../shared/hostProtocol";
import { installTypeScript, silenceModule } from "./moduleHooks";
import { errorPosition } from "./positions";
import { watchRegistrations } from "./registrations";
import { appendReport } from "./reportFile";
import { loadProgramSdk } from "./sdk";
import { Transpiler } from "./transpile";

const programDir = realpathSync(process.env.PULUMI_LAB_PROGRAM_DIR ?? process.cwd());
const engineRoot = process.env.PULUMI_LAB_ENGINE_ROOT ?? programDir;
const projectDir = realpathSync(process.env[HOST_VARIABLES.projectDir] ?? engineRoot);
const reportFile = process.env[HOST_VARIABLES.report];

function report(record: ReportRecord): void {
  if (reportFile) appendReport(reportFile, record);
}

// Node's ten frames often end inside the module loader, before the user's own.
Error.stackTraceLimit = 50;

installTypeScript(new Transpiler(process.env[HOST_VARIABLES.transpileCache]));
// The runner's source map support reads maps from disk, where these files have none; Node's own has them.
silenceModule("source-map-support/register");

const thrown = (error: unknown): void => {
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  report({ kind: "thrown", name, message, position: errorPosition(error, projectDir) });
};
// The runner's own listeners decide what happens; these only take note, before it says so.
process.prependListener("uncaughtException", thrown);
process.prependListener("unhandledRejection", thrown);

const allowed = allowedPackages();
watchRegistrations(loadProgramSdk(programDir), { projectDir, engineRoot }, {
  registered: (registration) => report({ kind: "registered", registration }),
  refuse: (name, type) => {
    if (allowed.includes(name)) return undefined;
    const reason = `The resource type "${type}" belongs to the package "${name}", which may reach outside this machine.`;
    report({ kind: "refused", reason });
    return reason;
  },
});
