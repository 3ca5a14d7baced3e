/** The website front's process. Its options come as one JSON document on standard input: the token stays out of `ps`. */
import { text } from "node:stream/consumers";
import { errorMessage } from "../core/errors";
import { runFront } from "../core/emulator/website/front";
import { frontOptionsSchema } from "../core/emulator/website/frontProtocol";

async function main(): Promise<void> {
  const options = frontOptionsSchema.parse(JSON.parse(await text(process.stdin)));
  const stop = new AbortController();
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.once(signal, () => stop.abort());
  await runFront(options, stop.signal);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(`The website front could not run: ${errorMessage(error)}`);
    process.exit(1);
  },
);
