import { homedir } from "node:os";
import { posix, win32 } from "node:path";

const product = "pulumi-learning-lab";

/** Where what can be fetched again is kept, for all workspaces of this user: tools, the labs' packages. */
export function cacheDir(platform = process.platform, env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  return userFolder(platform, env, home, {
    xdg: "XDG_CACHE_HOME",
    linux: [".cache"],
    mac: ["Library", "Caches"],
    windows: "LOCALAPPDATA",
    windowsDefault: ["AppData", "Local"],
    windowsLeaf: ["Cache"],
  });
}

/** Where what can't be fetched again is kept, such as the passphrases of workspaces. */
export function dataDir(platform = process.platform, env: NodeJS.ProcessEnv = process.env, home = homedir()): string {
  return userFolder(platform, env, home, {
    xdg: "XDG_DATA_HOME",
    linux: [".local", "share"],
    mac: ["Library", "Application Support"],
    windows: "APPDATA",
    windowsDefault: ["AppData", "Roaming"],
    windowsLeaf: [],
  });
}

interface UserFolder {
  xdg: string;
  linux: string[];
  mac: string[];
  windows: string;
  windowsDefault: string[];
  windowsLeaf: string[];
}

function userFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string, at: UserFolder): string {
  const { join, isAbsolute } = platform === "win32" ? win32 : posix;
  // The XDG specification has relative paths ignored. Who sets the variable on macOS or Windows means it.
  const xdg = env[at.xdg];
  if (xdg && isAbsolute(xdg)) return join(xdg, product);
  if (platform === "win32") {
    const base = env[at.windows];
    return join(base && isAbsolute(base) ? base : join(home, ...at.windowsDefault), product, ...at.windowsLeaf);
  }
  return join(home, ...(platform === "darwin" ? at.mac : at.linux), product);
}
