import { run, RunError } from "../provision/childProcess";
import { type TypeCheckReport, typeCheckReport, type TypeCheckRequest } from "./report";

export interface TypeCheckOptions extends TypeCheckRequest {
  /** The Node that runs it, and the bundle of src/typeCheck. */
  node: { path: string; env: Record<string, string> };
  script: string;
  /** The whole environment of the process: nothing of the parent's is added. */
  env: Record<string, string>;
  signal?: AbortSignal;
}

const LIMIT_MS = 180_000;

/**
 * Checks a program's types with the project's own TypeScript, in a process of its own. Aborting ends that process.
 * A check that breaks down is "unavailable": it must never keep anybody from previewing.
 */
export async function checkTypes(options: TypeCheckOptions): Promise<TypeCheckReport> {
  const { projectDir, main, node, script, env, signal } = options;
  const request: TypeCheckRequest = { projectDir, main };
  try {
    const { stdout } = await run(node.path, [script, JSON.stringify(request)], {
      cwd: projectDir,
      env: { ...env, ...node.env },
      signal,
      timeoutMs: LIMIT_MS,
    });
    return typeCheckReport.parse(JSON.parse(stdout));
  } catch (error) {
    if (error instanceof RunError) return { status: "unavailable", reason: `The type check ${error.reason}. ${error.output}`.trim() };
    throw error;
  }
}
