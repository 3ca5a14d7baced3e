import { join } from "node:path";
import { extensionPackage } from "../../../src/core/lab/extensionPackage";

const root = join(__dirname, "..", "..", "..");

/** The package of this clone's extension, as it is now. */
export async function labVsix(): Promise<string> {
  const vsix = await extensionPackage(root);
  if (!vsix) throw new Error("The extension is not built: run npm run build.");
  return vsix;
}
