import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import fc from "fast-check";
import { UserError } from "../../../../src/core/errors";
import { exportGraph, renderGraph } from "../../../../src/core/graph/exports";
import { graphFormats } from "../../../../src/shared/graphFormats";
import type { ResourceGraph } from "../../../../src/shared/graph";
import { toGraphDocument } from "../../../../src/shared/graphDocument";
import { anyGraph } from "../../../fixtures/graph/anyGraph";
import { parseSvg } from "../../../fixtures/graph/parseSvg";
import { lambdaApi, longNames, nested, Sample, staticWebsite } from "../../../fixtures/graph/samples";

/** Width and height from a PNG's header. */
function pngSize(bytes: Uint8Array): { width: number; height: number } {
  const png = Buffer.from(bytes);
  assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}

const text = async (graph: ResourceGraph, format: "svg" | "dot" | "mmd" | "json") => (await renderGraph(graph, format)) as string;

describe("graph exports", function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "graph-exports-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  for (const format of graphFormats) {
    it(`write .${format} by the file's name, and nothing else beside it`, async () => {
      const file = join(folder, "deep", `graph.${format === "svg" ? "SVG" : format}`);
      assert.deepEqual(await exportGraph(staticWebsite(), file), { file, format });
      assert.deepEqual(new Uint8Array(await readFile(file)), new Uint8Array(Buffer.from(await renderGraph(staticWebsite(), format))));
      assert.equal((await readdir(join(folder, "deep"))).length, 1);
    });
  }

  it("refuse other endings and say which there are", async () => {
    for (const name of ["graph.gif", "graph", "svg"]) {
      await assert.rejects(exportGraph(staticWebsite(), join(folder, name)), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, "unknown-graph-format");
        for (const format of graphFormats) assert.ok(error.hint?.includes(`.${format}`));
        return true;
      });
    }
    assert.deepEqual(await readdir(folder), []);
  });

  it("leave the old file alone when they are stopped", async () => {
    const file = join(folder, "graph.svg");
    await writeFile(file, "old");
    const reason = new Error("stopped");
    await assert.rejects(exportGraph(staticWebsite(), file, { signal: AbortSignal.abort(reason) }), reason);
    assert.equal(await readFile(file, "utf8"), "old");
    assert.deepEqual(await readdir(folder), ["graph.svg"]);
  });

  it("draw a PNG of twice the SVG's size, with text in it, light or dark", async () => {
    const graph = staticWebsite();
    const { attributes } = parseSvg(await text(graph, "svg"));
    const png = (await renderGraph(graph, "png")) as Uint8Array;
    assert.deepEqual(pngSize(png), { width: Number(attributes.width) * 2, height: Number(attributes.height) * 2 });
    const dark = (await renderGraph(graph, "png", { theme: "dark" })) as Uint8Array;
    assert.notDeepEqual(dark, png);
    // The same drawing with other words of the same width is another image: the font is there.
    const nodes = graph.nodes.map((node) => (node.name === "website" ? { ...node, name: "etisbew" } : node));
    assert.notDeepEqual((await renderGraph({ ...graph, nodes }, "png")) as Uint8Array, png);
  });

  it("draw a very large graph no larger than a viewer can show", async () => {
    const { width, height } = pngSize((await renderGraph(nested({ regions: 6, services: 6 }), "png")) as Uint8Array);
    assert.ok(width * height < 37_000_000 && width * height > 30_000_000, `${width} by ${height}`);
  });

  it("give the promised document as JSON", async () => {
    assert.deepEqual(JSON.parse(await text(lambdaApi(), "json")), toGraphDocument(lambdaApi()));
  });

  describe("as DOT", () => {
    let graphviz: Graphviz;
    before(async () => {
      graphviz = await Graphviz.load();
    });

    /** Graphviz's own reading of a graph. */
    interface Read {
      objects?: { name: string; label: string; _gvid: number; nodes?: number[] }[];
      edges?: { tail: number; head: number; label?: string; style?: string }[];
      label: string;
    }
    const read = (dot: string): Read => JSON.parse(graphviz.layout(dot, "dot_json", "nop")) as Read;

    it("keep nodes, components, edges and causes", async () => {
      const { objects = [], edges = [], label } = read(await text(lambdaApi(), "dot"));
      assert.equal(label, "lambda-api/dev");
      const clusters = objects.filter(({ name }) => name.startsWith("cluster_"));
      assert.deepEqual(clusters.map((cluster) => cluster.label), ["+ backend\\napi.Backend", "+ frontend\\napi.Frontend"]);
      assert.deepEqual(clusters.map(({ nodes }) => nodes?.length), [7, 7]);
      assert.equal(edges.length, 15);
      const labelOf = (id: number) => objects.find((each) => each._gvid === id)?.label;
      const target = edges.find((edge) => edge.label === "integrationUri");
      assert.deepEqual([labelOf(target?.tail ?? -1), labelOf(target?.head ?? -1)], [
        "+ to-handler\\napigatewayv2.Integration", "± handler\\nlambda.Function",
      ]);
      assert.equal(edges.filter((edge) => edge.style === "dashed").length, 1);
    });

    it("show names as they are, whatever they hold", async () => {
      const graph = new Sample("p").resource("a:b:C", 'a\\N"b"&lt;\\').graph();
      const labels = (read(await text(graph, "dot")).objects ?? []).map(({ label }) => label);
      assert.deepEqual(labels, ['+ a\\\\N\\"b\\"&amp;lt;\\\\\\nb.C'.replaceAll('\\"', '"')]);
    });

    it("are read by Graphviz for any graph", async () => {
      await fc.assert(
        fc.asyncProperty(anyGraph(), async (graph) => {
          const { objects = [], edges = [] } = read(await text(graph, "dot"));
          assert.equal(objects.filter(({ name }) => !name.startsWith("cluster_")).length, graph.nodes.length);
          assert.ok(edges.length <= graph.edges.length);
        }),
      );
    });
  });

  describe("as Mermaid", () => {
    it("keep nodes, components, edges and causes", async () => {
      const mermaid = await text(lambdaApi(), "mmd");
      assert.match(mermaid, /^%% lambda-api\/dev\nflowchart TB\n/);
      assert.match(mermaid, /^ {2}subgraph n1\["#43; backend<br\/>api\.Backend"\]$/m);
      assert.match(mermaid, /^ {4}n2\["#43; handler-role<br\/>iam\.Role"\]$/m);
      assert.match(mermaid, /^ {2}n10 -->\|"integrationUri"\| n7$/m);
      assert.match(mermaid, /^ {2}n7 -\.-> n6$/m);
      assert.match(mermaid, /^ {2}class n12 failedOp$/m);
    });

    it("spell out everything that could mean something to Mermaid, for any graph", async () => {
      const line = /^(%% [^{}%\n]*|flowchart TB| *subgraph n\d+\["LABEL"\]| *end| *(n\d+|empty)\["LABEL"\]| {2}n\d+ (-->\|"LABEL"\||-\.->) n\d+| {2}classDef \w+ [\w:#,\- ]+| {2}class [n\d,]+ \w+|)$/;
      const label = "(?:[^\"\\\\<>&#`{}\\[\\]();*|\\n]|#\\d+;|<br\\/>)+";
      const grammar = new RegExp(line.source.replaceAll("LABEL", label), "u");
      await fc.assert(
        fc.asyncProperty(fc.oneof(anyGraph(), fc.constant(longNames())), async (graph) => {
          for (const each of (await text(graph, "mmd")).split("\n")) assert.match(each, grammar);
        }),
      );
    });
  });

  it("work from a bundle, with what lies beside it", async () => {
    await promisify(execFile)(process.execPath, ["esbuild.mjs", "--outdir", join(folder, "dist"), "--only", "assets"]);
    const { build } = await import("esbuild");
    await build({
      stdin: {
        contents: `
          import { readFileSync } from "node:fs";
          import { exportGraph } from "./src/core/graph/exports";
          exportGraph(JSON.parse(readFileSync(process.argv[2], "utf8")), process.argv[3]);
        `,
        resolveDir: process.cwd(),
      },
      bundle: true,
      platform: "node",
      format: "cjs",
      outfile: join(folder, "dist", "trial.cjs"),
      define: { "import.meta.url": "undefined" },
      logLevel: "error",
    });
    const [graph, file] = [join(folder, "graph.json"), join(folder, "graph.png")];
    await writeFile(graph, JSON.stringify(staticWebsite()));
    await promisify(execFile)(process.execPath, [join(folder, "dist", "trial.cjs"), graph, file], { cwd: folder });
    assert.deepEqual(new Uint8Array(await readFile(file)), (await renderGraph(staticWebsite(), "png")) as Uint8Array);
  });
});
