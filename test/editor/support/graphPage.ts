import type { Frame, Locator } from "playwright-core";
import { seriousFindings } from "./axe";
import { eventually } from "./eventually";
import type { LabEditor } from "./labEditor";

/** What Cytoscape leaves at its element, as far as tests look at it. */
interface Drawing {
  nodes(): { map<T>(see: (node: DrawnNode) => T): T[] };
}
interface DrawnNode {
  id(): string;
  hasClass(name: string): boolean;
  renderedPosition(): { x: number; y: number };
  renderedBoundingBox(options: object): { y1: number };
}

export interface SeenNode {
  name: string;
  faded: boolean;
  /** A place on its card, or on the heading of a component. */
  top: { x: number; y: number };
}

/** The graph panel inside of the editor, as a person sees and uses it. */
export class GraphPage {
  private constructor(readonly frame: Frame) {}

  static async of(editor: LabEditor, title: string): Promise<GraphPage> {
    return new GraphPage(await editor.graph(title));
  }

  /** What is drawn now. The page that people get has no probe: this asks the drawing itself. */
  async drawn(): Promise<SeenNode[]> {
    return this.canvas.evaluate((canvas) => {
      const drawing = (canvas as unknown as { _cyreg: { cy: Drawing } })._cyreg.cy;
      return drawing.nodes().map((node) => ({
        name: node.id().split("::").at(-1) ?? "",
        faded: node.hasClass("faded"),
        top: { x: node.renderedPosition().x, y: node.renderedBoundingBox({}).y1 + 12 },
      }));
    });
  }

  /** Waits until the names of what is drawn, or of what is drawn and not faded, are these. */
  async waitForDrawn(names: readonly string[], { clear = false } = {}): Promise<void> {
    const wanted = [...names].sort().join(", ");
    let last = "";
    await eventually(
      () => `a drawing of ${wanted}; there is: ${last}`,
      async () => {
        const seen = (await this.drawn()).filter(({ faded }) => !clear || !faded);
        last = seen.map(({ name }) => name).sort().join(", ");
        return last === wanted;
      },
    );
    await this.arranged();
  }

  /** Waits until everything is in its place. */
  async arranged(): Promise<void> {
    let before = "";
    await eventually("an arranged graph", async () => {
      const now = JSON.stringify(await this.drawn());
      const same = now === before && (await this.frame.locator(".arranging").count()) === 0;
      before = now;
      return same;
    });
  }

  /** The names of the selected rows of the table: one, or none. */
  async selected(): Promise<string | undefined> {
    const names = await this.frame.locator("table tbody tr[aria-current=true] th").allTextContents();
    return names[0];
  }

  async waitForSelected(name: string): Promise<void> {
    let last: string | undefined;
    await eventually(
      () => `"${name}" to be selected; it is: ${last ?? "nothing"}`,
      async () => (last = await this.selected()) === name,
    );
  }

  async click(name: string, { double = false } = {}): Promise<void> {
    await this.arranged();
    const node = (await this.drawn()).find((each) => each.name === name);
    if (!node) throw new Error(`There is no "${name}" in the drawing.`);
    await (double ? this.canvas.dblclick({ position: node.top }) : this.canvas.click({ position: node.top }));
  }

  /** Selects a resource and waits for its details. */
  async select(name: string): Promise<void> {
    await this.click(name);
    await this.details.getByRole("heading", { name, exact: true }).waitFor();
  }

  get canvas(): Locator {
    return this.frame.locator(".canvas");
  }

  get search(): Locator {
    return this.frame.getByRole("searchbox", { name: "Search by name, type or URN" });
  }

  get details(): Locator {
    return this.frame.locator(".details");
  }

  async openTab(name: string): Promise<Locator> {
    await this.details.getByRole("tab", { name }).click();
    const body = this.details.locator(".panelBody");
    await body.waitFor();
    return body;
  }

  async press(button: string): Promise<void> {
    await this.frame.getByRole("button", { name: button, exact: true }).first().click();
  }

  /** Chooses from one of the lists above the graph: "operation", "service", "component". */
  async filter(by: string, choice: string): Promise<void> {
    await this.frame.locator(`vscode-single-select[aria-label="Filter by ${by}"]`).click();
    await this.frame.getByRole("option", { name: choice, exact: true }).click();
  }

  async exportAs(entry: string): Promise<void> {
    await this.press("Export…");
    await this.frame.locator(".exportMenu").getByText(entry).click();
  }

  /** What axe-core finds to be serious or critical. */
  seriousFindings(): Promise<string[]> {
    return seriousFindings(this.frame);
  }
}
