// Writes the generated part of package.json, and package.nls.json: npm run manifest
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { manifest } from "../src/shared/contributions/manifest";

const root = join(__dirname, "..");
const file = join(root, "package.json");
const { contributes, nls } = manifest();
const settings = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
writeFileSync(file, `${JSON.stringify({ ...settings, contributes }, undefined, 2)}\n`);
writeFileSync(join(root, "package.nls.json"), `${JSON.stringify(nls, undefined, 2)}\n`);
