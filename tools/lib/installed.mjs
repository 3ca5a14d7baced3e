// @ts-check
// Tells whether a node_modules folder is what a lock file asks for. Dependency-free, for the bootstrap.

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[] | string, cpu?: string[] | string, libc?: unknown }} LockEntry
 * @typedef {{ platform: NodeJS.Platform, arch: string }} Machine
 */

/**
 * Compares package-lock.json with `node_modules/.package-lock.json`, which npm writes when it has finished: an
 * interrupted install has none. Optional packages made for other machines may be missing, but not one made for this
 * machine: npm leaves it out in silence when it can't fetch it, and nothing works without (esbuild's binary).
 * @param {string} lockFile
 * @param {string} installedLockFile
 * @param {Machine} machine
 * @returns {boolean} false also for anything that is no lock file
 */
export function isInstalled(lockFile, installedLockFile, machine = process) {
  const wanted = packagesOf(lockFile);
  const installed = packagesOf(installedLockFile);
  if (!wanted || !installed) return false;
  const complete = Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || !path.includes("node_modules/")) return true;
    const found = installed[path];
    if (!found) return entry.optional === true && !isMadeFor(machine, entry);
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return complete && Object.keys(installed).every((path) => path in wanted);
}

/**
 * Whether a package names this machine as its own. Those for one C library are left to npm to judge.
 * @param {Machine} machine
 * @param {LockEntry} entry
 */
function isMadeFor({ platform, arch }, { os, cpu, libc }) {
  if ((!os && !cpu) || libc) return false;
  return allows(os, platform) && allows(cpu, arch);
}

/**
 * @param {string[] | string | undefined} list such as `["linux"]` or `["!win32"]`
 * @param {string} value
 */
function allows(list, value) {
  const all = [list ?? []].flat();
  if (all.includes(`!${value}`)) return false;
  const named = all.filter((item) => !item.startsWith("!"));
  return named.length === 0 || named.includes(value) || named.includes("any");
}

/**
 * @param {string} text
 * @returns {Record<string, LockEntry> | undefined}
 */
function packagesOf(text) {
  try {
    const packages = JSON.parse(text)?.packages;
    return packages && typeof packages === "object" ? packages : undefined;
  } catch {
    return undefined;
  }
}
