// Checks a program's types with the project's own TypeScript and prints one JSON document. A process of its own: the
// compiler takes seconds of pure computing, and it is the user's version of it.
import { constants, setPriority } from "node:os";
import { typeCheckRequest } from "../core/typeCheck/report";
import { checkProgram } from "./checkProgram";
import { findTypescript } from "./findTypescript";

function main(): void {
  const { projectDir, main: program } = typeCheckRequest.parse(JSON.parse(process.argv[2] ?? "null"));
  try {
    // It runs beside a preview, which is what the person waits for.
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not everywhere allowed; then both share.
  }
  const found = findTypescript(projectDir);
  const report = typeof found === "string" ? { status: "unavailable", reason: found } : checkProgram(found, projectDir, program);
  process.stdout.write(JSON.stringify(report));
}

main();
