// @ts-check
// Finds npm and says how to run it without a shell. Dependency-free: the bootstrap needs npm to install packages.
import { realpathSync, statSync } from "node:fs";
import { posix, win32 } from "node:path";
import { findAllOnPath } from "./which.mjs";

/**
 * @typedef {{ command: string, args: string[], path: string }} NpmCommand Run `command` with `args` before npm's own.
 * @typedef {object} NpmPlace
 * @property {NodeJS.Platform} platform
 * @property {NodeJS.ProcessEnv} env
 * @property {string} execPath the Node that will run npm
 * @property {(path: string) => boolean} [isFile]
 * @property {(path: string) => boolean} [isProgram]
 * @property {(path: string) => string} [realpath]
 */

/**
 * npm's own JavaScript, run by Node: `npm.cmd` can't be spawned on Windows without a shell. Looked for where the npm
 * that started us says it is, beside Node, then on PATH. A wrapper of a version manager on PATH is run as it is.
 * @param {NpmPlace} place
 * @returns {NpmCommand | undefined}
 */
export function findNpm({ platform, env, execPath, isFile = isFileOnDisk, isProgram, realpath = realpathOnDisk }) {
  const windows = platform === "win32";
  const { join, dirname, basename } = windows ? win32 : posix;
  const onPath = findAllOnPath("npm", { platform, env, isProgram });
  const beside = (/** @type {string} */ program) =>
    windows
      ? join(dirname(program), "node_modules", "npm", "bin", "npm-cli.js")
      : join(dirname(program), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js");
  const scripts = [
    env.npm_execpath ?? "",
    beside(execPath),
    ...onPath.flatMap((program) => (windows ? [beside(program)] : [realpath(program), beside(program)])),
  ];
  const script = scripts.find((path) => basename(path) === "npm-cli.js" && isFile(path));
  if (script) return { command: execPath, args: [script], path: script };
  const wrapper = onPath.find((program) => !windows || program.toLowerCase().endsWith(".exe"));
  return wrapper ? { command: wrapper, args: [], path: wrapper } : undefined;
}

/**
 * The environment for an npm of ours: without the flags of the npm that may have started this process
 * (`npm start --omit=dev` would leave half of our packages out).
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function npmEnvironment(env) {
  const dropped =
    /^npm_(config_(omit|include|only|also|dev|production|optional|global|location|dry_run|package_lock.*|ignore_scripts|install_.*|local_prefix|prefix|workspaces?|include_workspace_root|json|silent|loglevel)$|package_|lifecycle_|command$)/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.test(name) && name !== "NODE_ENV"));
}

/** @param {string} path */
function isFileOnDisk(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** @param {string} path */
function realpathOnDisk(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
