/**
 * The embedded AWS provider's process. Prints the port it listens on as its first line; the engine attaches with
 * PULUMI_DEBUG_PROVIDERS=aws:PORT. Exits with code 2 when it is used wrongly or the endpoint isn't on this machine.
 */

import { devNull } from "node:os";
import { parseArgs } from "node:util";
import { ProviderError } from "./errors";
import { startProvider } from "./server";

const USAGE = `Usage: provider [--endpoint http://127.0.0.1:4566] [--region us-east-1] [--program-directory DIR] [--exit-with-parent]
  --program-directory DIR  where relative paths of a program's files start (default: the current directory)
  --exit-with-parent       stop when standard input closes`;

// Nothing of the AWS SDK may find credentials or settings of the person's own, whatever it is asked to load.
for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) delete process.env[name];
process.env["AWS_CONFIG_FILE"] = devNull;
process.env["AWS_SHARED_CREDENTIALS_FILE"] = devNull;
process.env["AWS_EC2_METADATA_DISABLED"] = "true";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      endpoint: { type: "string", default: "http://127.0.0.1:4566" },
      region: { type: "string", default: "us-east-1" },
      "program-directory": { type: "string", default: process.cwd() },
      "exit-with-parent": { type: "boolean", default: false },
    },
  });
  const provider = await startProvider({
    endpoint: values.endpoint,
    region: values.region,
    programDirectory: values["program-directory"],
  });
  const stop = () => {
    provider.stop();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (values["exit-with-parent"]) {
    process.stdin.once("end", stop).once("close", stop).once("error", stop);
    process.stdin.resume();
  }
  process.stdout.write(`${provider.port}\n`);
}

main().catch((error: unknown) => {
  const misuse = error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${misuse ? `${USAGE}\n` : ""}`);
  process.exit(misuse || error instanceof ProviderError ? 2 : 1);
});
