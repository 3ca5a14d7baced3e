// @ts-check
// Finds programs on PATH. Dependency-free: the bootstrap uses it before any package is installed.
import { accessSync, constants, statSync } from "node:fs";
import { posix, win32 } from "node:path";

/** @typedef {{ platform: NodeJS.Platform, env: NodeJS.ProcessEnv, isProgram?: (path: string) => boolean }} SearchPlace */

/**
 * Every place of `name` on PATH, in its order. On Windows with the endings of PATHEXT, `.exe` before all others.
 * @param {string} name
 * @param {SearchPlace} place
 * @returns {string[]}
 */
export function findAllOnPath(name, { platform, env, isProgram = isExecutable }) {
  const windows = platform === "win32";
  const { join, delimiter, isAbsolute } = windows ? win32 : posix;
  const path = windows ? (Object.entries(env).find(([key]) => key.toUpperCase() === "PATH")?.[1] ?? "") : (env.PATH ?? "");
  const endings = windows ? [...new Set([".exe", ...(env.PATHEXT ?? ".COM;.EXE;.BAT;.CMD").toLowerCase().split(";")])] : [""];
  const folders = path.split(delimiter).filter((folder) => isAbsolute(folder));
  const places = folders.flatMap((folder) => endings.map((ending) => join(folder, name + ending)));
  return [...new Set(places)].filter((place) => isProgram(place));
}

/**
 * @param {string} name
 * @param {SearchPlace} place
 * @returns {string | undefined}
 */
export function findOnPath(name, place) {
  return findAllOnPath(name, place)[0];
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
