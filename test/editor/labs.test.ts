import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePlan } from "../../src/core/learning/plan/parsePlan";
import { listTemplates } from "../../src/core/scaffold/manifest";
import { itemsOf } from "../../src/shared/learning/progress";
import { eventually } from "./support/eventually";
import { LabEditor } from "./support/labEditor";

const root = join(__dirname, "..", "..");
const templates = join(root, "templates");
const plan = parsePlan(readFileSync(join(root, "walkthroughs", "learning-plan.md"), "utf8"));

/** Ids of the items that are proved in a workspace. */
function verifiedIn(workspace: string): string[] {
  const file = join(workspace, ".pulumi-lab", "evidence.json");
  if (!existsSync(file)) return [];
  const { evidence } = JSON.parse(readFileSync(file, "utf8")) as { evidence: { item: string }[] };
  return evidence.map(({ item }) => item);
}

describe("from an empty folder to a deployed lab", function () {
  this.timeout(400_000);

  it("works for each beginner template: through the prompts to a green graph and the stack's outputs", async () => {
    for (const template of (await listTemplates(templates)).filter(({ level }) => level === "beginner")) {
      const editor = await LabEditor.start();
      const { session } = editor;
      try {
        await editor.deployFirst(template.title);
        const title = `${template.id}/dev`;
        const question = await session.messages.waitForDialog("new resources to MiniStack on 127.0.0.1:");
        assert.match(question, /Deploy \d+ new resources/);
        // The preview is drawn while the question stands.
        const planned = await editor.waitForGraph(title, "planned resources", (rows) => rows.length > 3 && rows);
        assert.ok(planned.some((row) => row.includes("to create")), planned.join("\n"));
        await session.messages.clickDialogButton("new resources", "Deploy");
        const message = await session.waitForNotification(`Deployed ${title}:`);
        assert.match(message, /\d+ created/);
        await editor.waitForGraph(title, "everything created", (rows) => rows.length >= planned.length && rows.every((row) => row.includes("created")));

        await session.openViewContainer("Pulumi Lab");
        const tree = session.tree("Stacks");
        await tree.waitForRows((rows) => rows.some((row) => row.text === "dev"), `the stack of ${template.id}`);
        await session.runCommand("Pulumi Lab: Show Stack Outputs");
        await session.quickInput.waitFor("Outputs of");
        assert.ok((await session.quickInput.rows()).length > 0);
        await session.quickInput.cancel();
        // The lab's check runs by itself, and the plan's items that the template names are proved by it.
        const proved = await eventually(`the items of ${template.id} to be verified`, () => {
          const found = verifiedIn(session.workspace).filter((item) => item.startsWith("hands-on-projects/"));
          return Promise.resolve(found.length >= template.items.length && found);
        });
        const named = itemsOf(plan).filter(({ text }) => template.items.includes(text));
        assert.deepEqual(proved.sort(), named.map(({ id }) => id).sort());
        assert.deepEqual(session.cspViolations, []);
      } catch (error) {
        if (process.env.PULUMI_LAB_TEST_SHOTS) await session.screenshot(join(process.env.PULUMI_LAB_TEST_SHOTS, `${template.id}.png`));
        throw error;
      } finally {
        await editor.dispose();
      }
    }
  });
});
