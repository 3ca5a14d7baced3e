/** The web views' pages in a real browser, behind a test double of the extension host only. */
import { build } from "esbuild";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import type { PanelState, ToPage } from "../../src/shared/graphPanel";
import type { ToProgressPage } from "../../src/shared/learning/progressPanel";
import { progressPageHtml } from "../../src/shared/learning/progressPage";
import { graphPageHtml, type GraphPageOptions, graphPagePolicy } from "../../src/shared/graphPage";
import { findChromium } from "../editor/support/chromium";
import type { GraphProbe } from "../../webview/graph/debug";
import { themes, type ThemeName } from "./themes";

const root = resolve(__dirname, "../..");
const NONCE = "abcDEF123";

declare global {
  interface Window {
    __graph: GraphProbe;
    __sent: { kind: string; id?: number; urn?: string; [key: string]: unknown }[];
    __state: unknown;
  }
}

/** Builds the page as the product's build does. */
async function bundle(outdir: string): Promise<void> {
  const common = { absWorkingDir: root, bundle: true, platform: "browser", format: "iife", target: "es2022", minify: true, logLevel: "warning" } as const;
  await build({ ...common, entryPoints: ["webview/graph/main.ts"], outfile: join(outdir, "graph.js") });
  await build({ ...common, entryPoints: ["webview/graph/layoutWorker.ts"], outfile: join(outdir, "layoutWorker.js") });
  await build({ ...common, entryPoints: ["webview/graph/graph.css"], outfile: join(outdir, "graph.css") });
  await build({ ...common, entryPoints: ["webview/progress/main.ts"], outfile: join(outdir, "progress.js") });
  await build({ ...common, entryPoints: ["webview/progress/progress.css"], outfile: join(outdir, "progress.css") });
}

export interface OpenOptions {
  /** Which page; the graph's by default. */
  view?: "graph" | "progress";
  theme?: ThemeName;
  state?: unknown;
  width?: number;
  height?: number;
  reducedMotion?: boolean;
  /** Other than English, with translations. */
  language?: { language: string; translations: Record<string, string> };
}

const TYPES: Record<string, string> = { js: "text/javascript", css: "text/css", ttf: "font/ttf", html: "text/html; charset=utf-8" };

export class Bench {
  private constructor(private readonly browser: Browser, private readonly server: Server, private readonly folder: string, readonly origin: string) {}

  static async start(): Promise<Bench> {
    const folder = await mkdtemp(join(tmpdir(), "graph-page-"));
    await bundle(folder);
    const codicons = join(root, "node_modules/@vscode/codicons/dist");
    const server = createServer((request, response) => {
      const name = (request.url ?? "/").slice(1).split("?")[0] as string;
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      if (name === "") {
        const html = graphPageHtml({ nonce: NONCE, cspSource: origin, scriptUri: `${origin}/graph.js`, styleUri: `${origin}/graph.css`, codiconUri: `${origin}/codicon.css`, workerUri: `${origin}/layoutWorker.js`, title: "Graph", debug: true, ...languageOf(request.url ?? "/") });
        response.writeHead(200, { "content-type": TYPES["html"], "content-security-policy": graphPagePolicy({ nonce: NONCE, cspSource: origin }) });
        response.end(html);
        return;
      }
      if (name === "progress") {
        const html = progressPageHtml({ nonce: NONCE, cspSource: origin, scriptUri: `${origin}/progress.js`, styleUri: `${origin}/progress.css`, codiconUri: `${origin}/codicon.css`, title: "Progress" });
        response.writeHead(200, { "content-type": TYPES["html"] });
        response.end(html);
        return;
      }
      if (name === "favicon.ico") return void response.writeHead(204).end();
      const path = name.startsWith("codicon.") ? join(codicons, name) : join(folder, name);
      readFile(path).then(
        (content) => response.writeHead(200, { "content-type": TYPES[name.split(".").pop() ?? ""] ?? "text/plain" }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const browser = await chromium.launch({ executablePath: findChromium(), args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
    return new Bench(browser, server, folder, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    await rm(this.folder, { recursive: true, force: true });
  }

  async open({ view = "graph", theme = "dark", state, width = 1280, height = 800, reducedMotion = true, language }: OpenOptions = {}): Promise<GraphPage> {
    const context = await this.browser.newContext({ viewport: { width, height }, reducedMotion: reducedMotion ? "reduce" : "no-preference", bypassCSP: false });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(String(error)));
    await page.addInitScript({ content: `globalThis.__name = (it) => it;(${hostDouble.toString()})(${JSON.stringify({ state, ...themes[theme] })})` });
    await page.goto(language ? `${this.origin}/?${new URLSearchParams({ language: JSON.stringify(language) })}` : view === "progress" ? `${this.origin}/progress` : this.origin);
    await page.waitForFunction(() => window.__sent?.some(({ kind }) => kind === "ready"), undefined, { timeout: 10_000 }).catch((error: unknown) => {
      throw new Error(`The page did not come up: ${problems.join("\n")}`, { cause: error });
    });
    return new GraphPage(page, problems);
  }
}

/** The language that a test asks the page for, in its address. */
function languageOf(url: string): Pick<GraphPageOptions, "language" | "translations"> {
  const asked = new URL(url, "http://127.0.0.1").searchParams.get("language");
  return asked === null ? {} : (JSON.parse(asked) as Required<OpenOptions>["language"]);
}

/** Runs in the page before its scripts: what VS Code does for a webview. Reads no name from outside. */
function hostDouble({ state, variables, bodyClass }: { state: unknown; variables: Record<string, string>; bodyClass: string }): void {
  window.__sent = [];
  window.__state = state;
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      postMessage: (message: (typeof window.__sent)[number]) => window.__sent.push(message),
      getState: () => window.__state,
      setState: (value: unknown) => (window.__state = value),
    }),
  });
  const watch = new MutationObserver(() => {
    if (!document.body) return;
    watch.disconnect();
    for (const [name, value] of Object.entries(variables)) document.documentElement.style.setProperty(name, value);
    document.body.className = bodyClass;
  });
  watch.observe(document, { childList: true, subtree: true });
}

export const idle: PanelState = { title: "shop/dev", planned: false, phase: "idle", message: "" };

export class GraphPage {
  constructor(readonly page: Page, readonly problems: string[]) {}

  async tell(message: ToPage | ToProgressPage): Promise<void> {
    await this.page.evaluate((data) => window.postMessage(data, "*"), message);
  }

  /** Waits until the layout's places are those of the drawing. */
  async settled(count?: number): Promise<void> {
    await this.page.waitForFunction((wanted) => {
      const nodes = window.__graph.nodes();
      if (wanted !== undefined && nodes.length !== wanted) return false;
      if (document.querySelector(".arranging")) return false;
      return !window.__graph.edges().some(({ classes }) => classes.includes("moving"));
    }, count, { timeout: 80_000 });
  }

  /** Answers the page's open requests of a kind. */
  async reply(kind: string, value: unknown): Promise<void> {
    await this.page.waitForFunction((wanted) => window.__sent.some((each) => each.kind === wanted && each["answered"] !== true), kind);
    await this.page.evaluate(({ wanted, answer }) => {
      for (const each of window.__sent.filter((one) => one.kind === wanted && one["answered"] !== true)) {
        each["answered"] = true;
        window.postMessage({ kind: "reply", id: each.id, value: answer }, "*");
      }
    }, { wanted: kind, answer: value });
  }

  sent(kind: string): Promise<(typeof window.__sent)[number][]> {
    return this.page.evaluate((wanted) => window.__sent.filter((each) => each.kind === wanted), kind);
  }

  nodes(): Promise<ReturnType<GraphProbe["nodes"]>> {
    return this.page.evaluate(() => window.__graph.nodes());
  }

  edges(): Promise<ReturnType<GraphProbe["edges"]>> {
    return this.page.evaluate(() => window.__graph.edges());
  }

  async clickNode(id: string, { double = false } = {}): Promise<void> {
    const { x, y } = await this.page.evaluate((urn) => window.__graph.screen(urn), id);
    if (double) await this.page.mouse.dblclick(x, y);
    else await this.page.mouse.click(x, y);
  }

  selected(): Promise<string | undefined> {
    return this.page.evaluate(() => window.__graph.selected());
  }

  /** What axe-core finds to be serious or critical. It sets styles of its own, which the page's policy refuses and reports. */
  async seriousFindings(): Promise<string[]> {
    await this.page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
    type Axe = { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    const { violations } = await this.page.evaluate(() => (window as unknown as { axe: Axe }).axe.run());
    this.problems.length = 0;
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
