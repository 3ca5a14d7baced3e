// @ts-check
// Tells whether a node_modules folder is what a lock file asks for. Dependency-free, for the bootstrap.

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockEntry */

/**
 * Compares package-lock.json with `node_modules/.package-lock.json`, which npm writes when it has finished: an
 * interrupted install has none. Packages that are optional may be missing, being made for other platforms.
 * @param {string} lockFile
 * @param {string} installedLockFile
 * @returns {boolean} false also for anything that is no lock file
 */
export function isInstalled(lockFile, installedLockFile) {
  const wanted = packagesOf(lockFile);
  const installed = packagesOf(installedLockFile);
  if (!wanted || !installed) return false;
  const complete = Object.entries(wanted).every(([path, entry]) => {
    if (path === "" || !path.includes("node_modules/")) return true;
    const found = installed[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
  return complete && Object.keys(installed).every((path) => path in wanted);
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
