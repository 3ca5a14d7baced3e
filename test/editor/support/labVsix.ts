import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../../src/core/provision/childProcess";

const root = join(__dirname, "..", "..", "..");

/** The package of this clone's extension; packed when it is missing or older than what goes into it. */
export async function labVsix(): Promise<string> {
  const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string; version: string };
  const vsix = join(root, "dist", `${name}-${version}.vsix`);
  const time = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  const inputs = ["package.json", join("dist", "extension.cjs"), join("dist", "build.stamp")].map((file) => time(join(root, file)) ?? 0);
  if ((time(vsix) ?? 0) < Math.max(...inputs)) {
    await run(process.execPath, [join(root, "tools", "package.mjs")], { cwd: root, timeoutMs: 120_000 });
  }
  return vsix;
}
