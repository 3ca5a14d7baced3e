import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";
import { CancelledError } from "../errors";

/** File operations at once: enough to keep the disk busy, few enough for small limits on open files. */
const breadth = 32;

/** What can keep a hard link from being made though a copy works: another device, a file system without links. */
const copyInstead = new Set(["EXDEV", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EACCES"]);

/**
 * npm writes its own record (node_modules/.package-lock.json) in place, where all else is replaced: a shared one would
 * carry one project's changes to all. The same goes for what tools keep in dot files and folders there.
 */
const isRewritten = (path: string) => path.startsWith(".");

/**
 * Repeats the tree `from` at `to`, which must not exist: folders are made, symbolic links made again, files shared
 * with the original by hard links, or copied where links can't be had. Dot files at the top are always copied.
 */
export async function linkTree(from: string, to: string, signal?: AbortSignal, linkFile = link): Promise<void> {
  let copying = false;
  const one = async (path: string) => {
    if (!copying && !isRewritten(path)) {
      try {
        return await linkFile(join(from, path), join(to, path));
      } catch (error) {
        if (!copyInstead.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
        copying = true;
      }
    }
    await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
  };

  await mkdir(to, { recursive: true });
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const jobs: (() => Promise<void>)[] = [];
    for (const entry of await readdir(join(from, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        await mkdir(join(to, path));
        folders.push(path);
      } else if (entry.isSymbolicLink()) {
        jobs.push(async () => symlink(await readlink(join(from, path)), join(to, path)));
      } else {
        jobs.push(() => one(path));
      }
    }
    while (jobs.length > 0) {
      if (signal?.aborted) throw new CancelledError();
      await Promise.all(jobs.splice(0, breadth).map((job) => job()));
    }
  }
}
