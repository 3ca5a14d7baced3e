import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface ListedProcess {
  pid: number;
  /** The command line as text, arguments separated by spaces. */
  commandLine: string;
}

/** The processes of this machine, as far as we may see them; none on Windows, where nobody asks for them. */
export async function listProcesses(): Promise<ListedProcess[]> {
  if (process.platform === "win32") return [];
  // Small Linux images have no `ps`.
  if (process.platform === "linux") return listProc();
  const { stdout } = await run("ps", ["-axo", "pid=,args="], { maxBuffer: 16 * 1024 * 1024 });
  return parsePs(stdout);
}

async function listProc(): Promise<ListedProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return { pid: Number(pid), commandLine: text.split("\0").join(" ").trim() };
    }),
  );
  return found.filter((entry) => entry.commandLine !== "");
}

/** Reads the lines of `ps -axo pid=,args=`. */
export function parsePs(output: string): ListedProcess[] {
  return output.split("\n").flatMap((line) => {
    const found = /^\s*(\d+)\s+(\S.*?)\s*$/.exec(line);
    return found ? [{ pid: Number(found[1]), commandLine: found[2]! }] : [];
  });
}
