/** The bytes behind a program's assets and archives. */

import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { zipSync, type Zippable } from "fflate";
import { ProviderError } from "./errors";
import { Asset, type Archive } from "./wire";

/** Zip's first moment: files of the same content make the same bytes, whenever they were written. */
const ZIP_EPOCH = new Date(1980, 0, 1);
const UNIX = 3;
const EMPTY_HASH = createHash("sha256").update("").digest("hex");

interface Member {
  bytes: Uint8Array;
  /** File permissions. */
  mode: number;
}

/** @param directory where relative paths start. */
export async function assetBytes(asset: Asset, directory: string): Promise<Uint8Array> {
  const { text, path, uri } = asset.source;
  if (text !== undefined) return Buffer.from(text, "utf8");
  if (path !== undefined) return readLocal(resolve(directory, path));
  if (uri !== undefined) return readLocal(localPath(uri));
  // The wire leaves out an empty text.
  if (asset.hash === EMPTY_HASH) return new Uint8Array();
  throw new ProviderError("the engine gave a file without its content.");
}

/** A zip file: an existing one as it is, or made of a folder or named files, the same bytes for the same content. */
export async function zipBytes(archive: Archive, directory: string): Promise<Uint8Array> {
  const path = archivePath(archive, directory);
  if (path !== undefined && (await isFile(path))) return zipFile(path);
  const members = await archiveMembers(archive, directory);
  const zippable: Zippable = {};
  for (const name of [...members.keys()].sort()) {
    const { bytes, mode } = members.get(name) as Member;
    zippable[name] = [bytes, { mtime: ZIP_EPOCH, os: UNIX, attrs: ((0o100000 | mode) << 16) >>> 0 }];
  }
  return zipSync(zippable, { level: 6 });
}

async function archiveMembers(archive: Archive, directory: string): Promise<Map<string, Member>> {
  const members = new Map<string, Member>();
  const path = archivePath(archive, directory);
  if (path !== undefined) {
    await addFolder(members, path, "");
    return members;
  }
  for (const [name, member] of Object.entries(archive.source.assets ?? {})) {
    const at = name.replaceAll("\\", "/").replace(/^\.?\/+/, "");
    if (member instanceof Asset) {
      members.set(at, { bytes: await assetBytes(member, directory), mode: await modeOf(member, directory) });
    } else {
      for (const [inner, content] of await nestedMembers(member, directory)) members.set(`${at}/${inner}`, content);
    }
  }
  return members;
}

async function nestedMembers(archive: Archive, directory: string): Promise<Map<string, Member>> {
  const path = archivePath(archive, directory);
  if (path === undefined || !(await isFile(path))) return archiveMembers(archive, directory);
  const { unzipSync } = await import("fflate");
  const files = Object.entries(unzipSync(await zipFile(path))).filter(([name]) => !name.endsWith("/"));
  return new Map(files.map(([name, bytes]) => [name, { bytes, mode: 0o644 }]));
}

async function addFolder(members: Map<string, Member>, folder: string, prefix: string): Promise<void> {
  for (const name of (await readdirOrFail(folder)).sort()) {
    const at = join(folder, name);
    const info = await stat(at);
    if (info.isDirectory()) await addFolder(members, at, `${prefix}${name}/`);
    else if (info.isFile()) members.set(`${prefix}${name}`, { bytes: await readFile(at), mode: info.mode & 0o777 });
  }
}

function archivePath(archive: Archive, directory: string): string | undefined {
  const { path, uri } = archive.source;
  if (path !== undefined) return resolve(directory, path);
  return uri === undefined ? undefined : localPath(uri);
}

async function zipFile(path: string): Promise<Uint8Array> {
  if (!/\.(zip|jar)$/i.test(path)) throw new ProviderError(`'${path}' is neither a folder nor a .zip or .jar file.`);
  return readLocal(path);
}

async function modeOf(asset: Asset, directory: string): Promise<number> {
  return asset.source.path === undefined ? 0o644 : (await stat(resolve(directory, asset.source.path))).mode & 0o777;
}

function localPath(uri: string): string {
  if (uri.startsWith("file:")) return fileURLToPath(uri);
  throw new ProviderError(`the embedded provider does not download '${uri}'. Fetch it first and give its path.`);
}

async function isFile(path: string): Promise<boolean> {
  return (await statOrFail(path)).isFile();
}

async function statOrFail(path: string) {
  return stat(path).catch(() => {
    throw new ProviderError(`'${path}' does not exist.`);
  });
}

async function readdirOrFail(folder: string): Promise<string[]> {
  await statOrFail(folder);
  return readdir(folder);
}

async function readLocal(path: string): Promise<Uint8Array> {
  await statOrFail(path);
  return readFile(path);
}
