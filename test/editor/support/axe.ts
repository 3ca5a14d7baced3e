import { readFile } from "node:fs/promises";
import type { Frame } from "playwright-core";

/**
 * What axe-core finds in a page to be serious or critical. It sets styles of its own, which a page's policy refuses and
 * reports: forget what was reported until then.
 */
export async function seriousFindings(frame: Frame): Promise<string[]> {
  await frame.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  type Axe = { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
  const { violations } = await frame.evaluate(() => (globalThis as unknown as { axe: Axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}
