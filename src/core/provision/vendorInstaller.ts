// A program of its own (dist/vendorInstaller.cjs FOLDER VERSION): installs the Pulumi CLI the vendor's way. The SDK it
// carries is loaded by nothing else, and ending the process ends the download and the script it runs.
import { PulumiCommand } from "@pulumi/pulumi/automation/cmd";
import { SemVer } from "semver";

const installerHost = "https://get.pulumi.com";
const reachMs = 10_000;

async function main(folder: string, version: string): Promise<void> {
  // The SDK waits two minutes for an answer; on a closed network that is two minutes of nothing.
  await fetch(installerHost, { method: "HEAD", signal: AbortSignal.timeout(reachMs) }).catch((error: Error) => {
    throw new Error(`${installerHost} can't be reached (${(error.cause as Error | undefined)?.message ?? error.message})`);
  });
  await PulumiCommand.install({ root: folder, version: new SemVer(version) });
}

const [folder, version] = process.argv.slice(2);
if (!folder || !version) throw new Error("Usage: vendorInstaller.cjs FOLDER VERSION");
main(folder, version).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
