import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { large, graphOf, needs, resource, shop, stackUrn } from "./graphs";
import { Bench, type GraphPage, idle } from "./support";
import type { ThemeName } from "./themes";

const running = { ...idle, phase: "running", operation: "deploy", message: "Updating handler" } as const;
const details = { inputs: { password: "[secret]", tags: { team: "shop" } }, outputs: { arn: "arn:aws:lambda:x" }, diagnostics: [{ severity: "warning", message: "slow" }], hasSecrets: true, urls: ["http://127.0.0.1:4566/x"] } as const;

describe("The graph panel's page", function () {
  this.timeout(100_000);
  let bench: Bench;
  let open: GraphPage | undefined;
  before(async () => (bench = await Bench.start()));
  after(() => bench.stop());
  afterEach(async () => {
    const page = open;
    open = undefined;
    await page?.close();
    assert.deepEqual(page?.problems ?? [], [], "the console has no error, no warning and no policy violation");
  });

  async function showing(graph = shop().graph, options: Parameters<Bench["open"]>[0] = {}): Promise<GraphPage> {
    open = await bench.open(options);
    await open.tell({ kind: "graph", state: idle, graph });
    await open.settled(graph.nodes.length - 1);
    return open;
  }
  const text = (page: GraphPage, selector: string) => page.page.locator(selector).innerText();

  it("draws components around their children, and edges along the layout's lines", async () => {
    const { site, bucket, handler, graph } = shop();
    const page = await showing(graph);
    const nodes = new Map((await page.nodes()).map((node) => [node.id, node]));
    const [outer, inner] = [nodes.get(site.id), nodes.get(bucket.id)];
    assert.ok(outer && inner && outer.x1 < inner.x1 && outer.x2 > inner.x2 && outer.y1 < inner.y1 && outer.y2 > inner.y2);
    const wanted = await page.page.evaluate(() => window.__graph.placed());
    for (const { id, x, y, width, height } of wanted) {
      const { x1, y1, x2, y2 } = nodes.get(id) as NonNullable<typeof inner>;
      for (const [is, should] of [[x1, x], [y1, y], [x2, x + width], [y2, y + height]] as const) assert.ok(Math.abs(is - should) < 2, `${id} is where the layout put it`);
    }
    const edges = await page.edges();
    const bent = edges.find(({ id }) => id.startsWith(handler.id) && id.endsWith(bucket.id));
    for (const [at, corner] of (bent?.corners ?? []).slice(1).entries()) {
      const before = bent?.corners[at] as typeof corner;
      assert.ok(Math.abs(before.x - corner.x) < 0.1 || Math.abs(before.y - corner.y) < 0.1, "lines run in right angles");
    }
    assert.ok(edges.some(({ label }) => label === "role"), "an edge says which property causes it");
  });

  it("shows resources as they are registered, and progress without moving anything", async () => {
    const { handler, orders, graph } = shop();
    const page = await showing(graphOf([orders]));
    await page.tell({ kind: "state", state: running });
    await page.tell({ kind: "delta", delta: { nodes: [handler], removedNodes: [], edges: [needs(handler, orders, "environment")], removedEdges: [] } });
    await page.settled(2);
    const before = await page.nodes();
    await page.tell({ kind: "delta", delta: { nodes: [{ ...handler, status: "done" }], removedNodes: [], edges: [], removedEdges: [] } });
    await page.page.waitForFunction((id) => !window.__graph.nodes().find((node) => node.id === id)?.classes.includes("running"), handler.id);
    const place = ({ id, x1, y1 }: (typeof before)[number]) => `${id} ${x1} ${y1}`;
    assert.deepEqual((await page.nodes()).map(place), before.map(place));
    assert.match(await text(page, ".banner"), /Deploying…\s+Updating handler/);
    assert.ok(graph.nodes.length > 2);
  });

  it("tells about the selected resource, and asks before secrets are shown", async () => {
    const { handler, orders } = shop();
    const page = await showing();
    await page.clickNode(handler.id);
    await page.reply("details", details);
    assert.match(await text(page, ".details"), /aws:lambda\/function:Function/);
    assert.match(await text(page, ".details"), /index\.ts:12/);
    await page.page.getByRole("tab", { name: "Inputs" }).click();
    assert.match(await text(page, ".panelBody"), /password\s*secret/);
    await page.page.getByText("Reveal Secrets…").click();
    await page.reply("reveal", { ...details, inputs: { password: "hunter2" } });
    await page.page.getByText("hunter2").waitFor();
    await page.page.getByRole("tab", { name: "Diff" }).click();
    const rows = await page.page.locator(".diff tbody tr").allInnerTexts();
    assert.match(rows[0] ?? "", /timeout[\s\S]*3[\s\S]*30/);
    assert.match(rows[2] ?? "", /forces replacement/);
    await page.page.getByRole("tab", { name: "Dependencies" }).click();
    await page.page.locator(".links").getByText("orders", { exact: true }).click();
    assert.equal(await page.selected(), orders.id);
    assert.deepEqual((await page.sent("selected")).map(({ urn }) => urn).slice(-2), [handler.id, orders.id]);
  });

  it("says inline what the extension refused", async () => {
    const page = await showing();
    await page.page.getByRole("button", { name: "Deploy" }).click();
    const [request] = await page.sent("run");
    assert.equal(request?.["command"], "deploy");
    await page.tell({ kind: "failure", id: request?.id as number, message: "The emulator does not run." });
    await page.page.getByText("The emulator does not run.").waitFor();
  });

  it("treats what programs say as text", async () => {
    const { policy } = shop();
    const page = await showing();
    await page.tell({ kind: "select", urn: policy.id });
    await page.page.getByText("AccessDenied: <b>no</b>").first().waitFor();
    await page.tell({ kind: "state", state: { ...idle, phase: "failed", operation: "preview", message: "", error: { message: "<img src=x onerror=alert(1)>", hint: "Mend it.", source: { file: "/w/index.ts", line: 7, column: 1 } } } });
    await page.page.getByText("<img src=x onerror=alert(1)>").first().waitFor();
    await page.page.getByText("Go to Line 7").click();
    assert.equal((await page.sent("goToError")).length, 1);
  });

  it("searches, filters, and fades what a resource does not need", async () => {
    const { handler, route, bucket, orders, role, graph } = shop();
    const page = await showing(graph);
    await page.page.locator(".canvas").focus();
    await page.page.keyboard.press("/");
    await page.page.keyboard.type("lambda");
    await page.page.getByText("1 found").waitFor();
    await page.page.keyboard.press("Enter");
    assert.equal(await page.selected(), handler.id);
    await page.page.keyboard.press("Escape");
    assert.equal(await page.page.getByRole("searchbox", { name: "Search by name, type or URN" }).inputValue(), "");
    await page.page.getByText("What this needs").click();
    const clear = (await page.nodes()).filter(({ classes }) => !classes.includes("faded")).map(({ id }) => id);
    for (const { id } of [handler, bucket, orders, role]) assert.ok(clear.includes(id), id);
    assert.ok(!clear.includes(route.id));
    await page.page.locator(".canvas").focus();
    await page.page.keyboard.press("Escape");
    assert.ok((await page.nodes()).every(({ classes }) => !classes.includes("faded")));
    await page.page.locator("vscode-single-select").nth(1).click();
    await page.page.getByRole("option", { name: "dynamodb" }).click();
    await page.settled(1);
    assert.deepEqual((await page.nodes()).map(({ id }) => id), [orders.id]);
    await page.page.getByRole("button", { name: "Clear filters" }).click();
    await page.settled(graph.nodes.length - 1);
  });

  it("collapses components into a card that keeps their edges, and remembers it", async () => {
    const { site, handler, graph } = shop();
    const page = await showing(graph);
    await page.page.getByRole("button", { name: "Collapse all components" }).click();
    await page.settled(graph.nodes.length - 4);
    assert.ok((await page.edges()).some(({ id }) => id === `${handler.id}\ndependency\n${site.id}`));
    const state = await page.page.evaluate(() => window.__state);
    await page.close();
    open = await bench.open({ state });
    await open.tell({ kind: "graph", state: idle, graph });
    await open.settled(graph.nodes.length - 4);
    await open.tell({ kind: "select", urn: site.id });
    await open.page.waitForFunction((id) => window.__graph.selected() === id, site.id);
    await open.page.locator(".canvas").focus();
    await open.page.keyboard.press(" ");
    await open.settled(graph.nodes.length - 1);
  });

  it("is walked with the keyboard", async () => {
    const { route, handler } = shop();
    const page = await showing();
    await page.tell({ kind: "select", urn: route.id });
    await page.page.locator(".canvas").focus();
    await page.page.keyboard.press("ArrowDown");
    assert.equal(await page.selected(), handler.id);
    assert.match(await text(page, ".sayingSelection"), /handler, lambda\.Function, updated, in progress, needs 3, needed by 1/);
    await page.page.keyboard.press("Enter");
    assert.equal(await page.page.evaluate(() => document.activeElement?.textContent), "Overview");
    const zoom = await page.page.evaluate(() => window.__graph.zoom());
    await page.page.locator(".canvas").focus();
    await page.page.keyboard.press("+");
    assert.ok((await page.page.evaluate(() => window.__graph.zoom())) > zoom);
    await page.page.keyboard.press("Escape");
    await page.page.keyboard.press("Escape");
    assert.equal(await page.selected(), undefined);
  });

  it("is a table too", async () => {
    const page = await showing();
    const row = page.page.getByRole("row", { name: /^handler/ });
    assert.match((await row.innerText()).replace(/\s+/g, " "), /handler aws:lambda\/function:Function updated in progress pages, role, orders|handler aws:lambda.*updated in progress/);
    await page.page.getByRole("switch", { name: "Table" }).click();
    await page.page.getByRole("button", { name: "old-queue" }).click();
    assert.match((await page.selected()) ?? "", /old-queue$/);
  });

  it("speaks the language whose words the extension gives, and English where it has none", async () => {
    const { handler, graph } = shop();
    const translations = { Preview: "Vorschau", "{0} of {1}": "{0} von {1}", "Resources of {0}: {1}": "Ressourcen von {0}: {1}", Outputs: "Ausgaben", updated: "geändert" };
    const page = await showing(graph, { language: { language: "de", translations } });
    assert.equal(await page.page.locator("html").getAttribute("lang"), "de");
    await page.page.getByRole("button", { name: "Vorschau" }).waitFor();
    await page.page.getByRole("button", { name: "Deploy" }).waitFor();
    await page.tell({ kind: "select", urn: handler.id });
    await page.page.getByRole("tab", { name: "Ausgaben" }).waitFor();
    assert.match((await text(page, "caption")) ?? "", /Ressourcen von shop\/dev: \d+/);
    assert.match(await page.page.getByRole("row", { name: /^handler/ }).innerText(), /geändert/);
  });

  it("says what to do when there is nothing to draw", async () => {
    const page = await showing(graphOf([]));
    await page.page.locator(".empty").getByText("Preview", { exact: true }).click();
    assert.equal((await page.sent("run"))[0]?.["command"], "preview");
  });

  it("draws rings of parents, dangling edges and long names", async () => {
    const [a, b] = [resource("lab:a:A", "a", { custom: false }), resource("lab:a:B", "b".repeat(200), { custom: false })];
    const ring = [{ ...a, parent: b.id }, { ...b, parent: a.id }];
    const page = await showing(graphOf(ring, [{ from: a.id, to: `${stackUrn}-gone`, kind: "dependency", properties: ["x"] }]));
    assert.equal((await page.nodes()).length, 2);
  });

  it("draws 2,000 resources with children inside their parents and siblings apart", async () => {
    const page = await showing(large(2000));
    const nodes = await page.nodes();
    const byId = new Map(nodes.map((node) => [node.id, node]));
    const families = new Map<string, typeof nodes>();
    for (const node of nodes) {
      const parent = byId.get(node.parent ?? "");
      if (parent) assert.ok(node.x1 >= parent.x1 - 1 && node.x2 <= parent.x2 + 1 && node.y1 >= parent.y1 - 1 && node.y2 <= parent.y2 + 1, `${node.id} lies in its parent`);
      families.set(node.parent ?? "", [...(families.get(node.parent ?? "") ?? []), node]);
    }
    for (const siblings of families.values())
      for (const [at, one] of siblings.entries())
        for (const other of siblings.slice(at + 1))
          assert.ok(one.x2 <= other.x1 + 1 || other.x2 <= one.x1 + 1 || one.y2 <= other.y1 + 1 || other.y2 <= one.y1 + 1, `${one.id} and ${other.id} are apart`);
  });

  for (const theme of ["light", "dark", "highContrast"] as ThemeName[]) {
    it(`has no serious finding of axe-core in ${theme}`, async () => {
      const { handler } = shop();
      const page = await showing(shop().graph, { theme });
      await page.tell({ kind: "select", urn: handler.id });
      await page.reply("details", details);
      await page.page.getByText("http://127.0.0.1:4566/x").waitFor();
      const folder = process.env["GRAPH_SHOTS"] ?? join(tmpdir(), "graph-shots");
      await mkdir(folder, { recursive: true });
      await page.page.screenshot({ path: join(folder, `${theme}.png`) });
      assert.deepEqual(page.problems, []);
      assert.deepEqual(await page.seriousFindings(), []);
    });
  }
});
