// @ts-check
// The way in from a bare clone, for any Node that can run npm. Without any dependency it does what has to come before
// our own code: install the packages, build the bundles. Everything else is dist/launch.cjs, made from src.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { runInForeground } from "./lib/child.mjs";
import { isInstalled } from "./lib/installed.mjs";
import { withLock } from "./lib/lock.mjs";
import { findNpm, npmEnvironment } from "./lib/npm.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lock = join(root, ".lab", "bootstrap.lock");
const stampFile = join(root, "dist", "build.stamp");
const commands = ["start", "lab", "provision", "build", "package", "test"];

/** @param {string} message */
const say = (message) => console.error(message);

/** What ends the run with a message for people, without a stack trace. */
class Stop extends Error {
  /**
   * @param {number} exitCode
   * @param {string} message
   */
  constructor(exitCode, message) {
    super(message);
    this.exitCode = exitCode;
  }
}

/**
 * @param {string | undefined} command
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(command, args) {
  if (Number(process.versions.node.split(".")[0]) < 18) {
    throw new Stop(1, `Node ${process.versions.node} is too old to start with. Install Node.js 18 or newer (nodejs.org).`);
  }
  if (!command || !commands.includes(command)) throw new Stop(2, `Usage: node tools/bootstrap.mjs ${commands.join("|")} [ARGUMENT…]`);
  if (!packagesAreCurrent() || !buildIsCurrent() || command === "build") await prepare(command === "build");
  if (command === "build") return 0;
  if (command === "package") return foreground(process.execPath, [join(root, "tools", "package.mjs")], process.env);
  return createRequire(import.meta.url)(join(root, "dist", "launch.cjs")).launch(command, args, root);
}

/** @param {boolean} always build even when nothing changed */
async function prepare(always) {
  const onWait = () => say("Waiting for another process that is preparing this clone…");
  await withLock(lock, { onWait }, async () => {
    if (!packagesAreCurrent()) await installPackages();
    if (always || !buildIsCurrent()) await buildBundles();
  });
}

function packagesAreCurrent() {
  const installed = join(root, "node_modules", ".package-lock.json");
  return existsSync(installed) && isInstalled(readText(join(root, "package-lock.json")), readText(installed));
}

async function installPackages() {
  say("Installing the lab's own packages with npm (once)…");
  const npm = findNpm({ platform: process.platform, env: process.env, execPath: process.execPath });
  if (!npm) throw new Stop(1, "npm was not found, neither beside Node nor on PATH. Install Node.js with npm (nodejs.org).");
  const args = ["ci", "--ignore-scripts", "--include=dev", "--include=optional", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
  const code = await foreground(npm.command, [...npm.args, ...args], npmEnvironment(process.env));
  if (code !== 0) {
    throw new Stop(code, `npm could not install the packages (exit code ${code}). Check its access to the registry, then try again.`);
  }
  if (!packagesAreCurrent()) {
    throw new Stop(1, "npm left out a package, as it does in silence with optional ones that it can't fetch. Run `npm ci`, then try again.");
  }
}

/**
 * Built aside and moved in file by file: a program that runs from dist, or is being started, finds each bundle whole.
 */
async function buildBundles() {
  const fingerprint = sourceFingerprint();
  say("Building…");
  for (const name of readdirSync(root)) if (name.startsWith(".dist-")) rmSync(join(root, name), { recursive: true, force: true });
  // Beside dist, so that the paths in the source maps hold after the move.
  const folder = `.dist-${process.pid}`;
  try {
    const code = await foreground(process.execPath, [join(root, "esbuild.mjs"), "--outdir", folder], process.env);
    if (code !== 0) throw new Stop(code, "The bundles could not be built.");
    moveFiles(join(root, folder), join(root, "dist"));
    writeFileSync(`${stampFile}.tmp`, fingerprint);
    renameSync(`${stampFile}.tmp`, stampFile);
  } finally {
    rmSync(join(root, folder), { recursive: true, force: true });
  }
}

function buildIsCurrent() {
  return existsSync(stampFile) && readText(stampFile) === sourceFingerprint();
}

/** Names, sizes and times of everything that goes into the bundles: milliseconds, where reading it would be a second. */
function sourceFingerprint() {
  const hash = createHash("sha256");
  for (const name of ["esbuild.mjs", "package-lock.json", "tsconfig.json", "src", "webview", "media", "tools/lib", "tools/versions.json"]) {
    for (const path of filesIn(join(root, name))) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`${path}\0${size}\0${mtimeMs}\n`);
    }
  }
  return hash.digest("hex");
}

/**
 * Every file at or under a path, in a fixed order; none for a path that doesn't exist.
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesIn(join(path, name)));
}

/**
 * Moves every file of one folder into another, one rename each, then removes what the first one doesn't have.
 * @param {string} from
 * @param {string} to
 */
function moveFiles(from, to) {
  const names = filesIn(from).map((file) => relative(from, file));
  for (const name of names) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    renameSync(join(from, name), join(to, name));
  }
  for (const file of filesIn(to)) {
    if (!names.includes(relative(to, file)) && file !== stampFile) rmSync(file, { force: true });
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} env
 */
function foreground(command, args, env) {
  // Both of its streams go to standard error: ours belongs to the program that is started in the end.
  return runInForeground(command, args, { cwd: root, env, stdio: ["ignore", 2, 2] });
}

/** @param {string} path */
function readText(path) {
  return readFileSync(path, "utf8");
}

const [command, ...args] = process.argv.slice(2);
try {
  process.exitCode = await main(command, args);
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  say(error.message);
  process.exitCode = error.exitCode;
}
