// Writes down what the embedded provider covers, for the command line and for docs/: npm run provider-types
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverageDocument, typeCoverage } from "../test/support/typeCoverage";

const root = join(__dirname, "..");
const types = typeCoverage();
writeFileSync(join(root, "src", "core", "engine", "providerTypes.json"), `[\n${types.map((each) => `  ${JSON.stringify(each)}`).join(",\n")}\n]\n`);
writeFileSync(join(root, "docs", "provider-types.md"), coverageDocument(types));
