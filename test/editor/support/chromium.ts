import { UserError } from "../../../src/core/errors";
import { findOnPath, isExecutable, type SearchPlace } from "../../../tools/lib/which.mjs";

/** Where the packages of Linux and the installers of macOS and Windows put it. */
const places: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  darwin: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"],
  win32: ["C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe", "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"],
};
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

/** The browser that tests of the editor drive. PULUMI_LAB_TEST_CHROMIUM chooses another one. */
export function findChromium(place: SearchPlace = { platform: process.platform, env: process.env }): string {
  const isProgram = place.isProgram ?? isExecutable;
  const chosen = place.env.PULUMI_LAB_TEST_CHROMIUM;
  if (chosen) {
    if (isProgram(chosen)) return chosen;
    throw new UserError("chromium-not-found", `PULUMI_LAB_TEST_CHROMIUM names ${chosen}, which is no program.`, "Correct it, or unset it.");
  }
  const found = places[place.platform]?.find((path) => isProgram(path)) ?? names.map((name) => findOnPath(name, place)).find(Boolean);
  if (found) return found;
  throw new UserError(
    "chromium-not-found",
    "The tests of the editor need Chromium or Chrome, and none was found.",
    "On Debian and Ubuntu: apt-get install -y chromium. Elsewhere install one and name it in PULUMI_LAB_TEST_CHROMIUM.",
  );
}
