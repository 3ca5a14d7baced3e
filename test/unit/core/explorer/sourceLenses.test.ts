import assert from "node:assert/strict";
import { movedPosition } from "../../../../src/core/explorer/movedPositions";
import { sourceLenses, type SourceGraph } from "../../../../src/core/explorer/sourceLenses";
import type { GraphNode } from "../../../../src/shared/graph";

const ref = { projectDir: "/p", project: "p", stack: "dev" };
const node = (name: string, line: number, more: Partial<GraphNode> = {}): GraphNode => ({
  id: `urn:${name}`,
  type: "aws:s3/bucket:Bucket",
  name,
  custom: true,
  op: "create",
  status: "done",
  source: { file: "index.ts", line, column: 1 },
  ...more,
});
const graphOf = (nodes: GraphNode[], planned = false): SourceGraph => ({ ref, graph: { nodes, edges: [] }, planned });
const titles = (nodes: GraphNode[], planned = false) => sourceLenses("/p/index.ts", [graphOf(nodes, planned)], (_, at) => at).map(({ line, title }) => [line, title]);

describe("lenses over a program's resources", () => {
  it("say what became of each, or what would, in the words of the other faces", () => {
    assert.deepEqual(titles([node("bucket", 3), node("other", 5, { op: "same" })]), [
      [2, "$(add) created · bucket (dev)"],
      [4, "$(check) unchanged · other (dev)"],
    ]);
    assert.deepEqual(titles([node("bucket", 3)], true), [[2, "$(add) to create · bucket (dev)"]]);
    assert.deepEqual(titles([node("bucket", 3, { status: "running" })]), [[2, "$(sync~spin) to create · bucket (dev)"]]);
    assert.deepEqual(titles([node("bucket", 3, { op: undefined, status: "recorded" })]), [[2, "$(cloud) deployed · bucket (dev)"]]);
  });

  it("count the resources of one line, what changes first", () => {
    const nodes = [node("a", 3, { op: "same" }), node("b", 3), node("c", 3)];
    assert.deepEqual(titles(nodes), [[2, "3 resources: 2 created, 1 unchanged (dev)"]]);
  });

  it("leave out other files and take absolute paths, too", () => {
    const nodes = [node("a", 3, { source: { file: "/p/index.ts", line: 3, column: 1 } }), node("b", 4, { source: { file: "lib/index.ts", line: 4, column: 1 } }), node("c", 1, { source: undefined })];
    assert.equal(titles(nodes).length, 1);
  });

  it("show names as text, whatever they look like", () => {
    assert.deepEqual(titles([node("$(flame) hot\nstuff", 1)]), [[0, "$(add) created · \\$(flame) hot stuff (dev)"]]);
  });

  it("stand apart for each stack, and go where their line went", () => {
    const other = { ...graphOf([node("bucket", 3, { op: "same" })]), ref: { ...ref, stack: "prod" } };
    const lenses = sourceLenses("/p/index.ts", [other, graphOf([node("bucket", 3), node("gone", 9)])], (_, at) => (at.line === 8 ? undefined : { ...at, line: at.line + 1 }));
    assert.deepEqual(lenses.map(({ line, ref: { stack } }) => [line, stack]), [[3, "dev"], [3, "prod"]]);
  });
});

describe("places in an edited text", () => {
  const at = (line: number, character: number) => ({ line, character });

  it("move with what is put in or taken out before them", () => {
    const insert = (line: number, character: number, text: string) => ({ start: at(line, character), end: at(line, character), text });
    assert.deepEqual(movedPosition(at(3, 4), [insert(0, 0, "// one\n// two\n")]), at(5, 4));
    assert.deepEqual(movedPosition(at(3, 4), [insert(3, 0, "\n")]), at(4, 4));
    assert.deepEqual(movedPosition(at(3, 4), [insert(3, 0, "ab")]), at(3, 6));
    assert.deepEqual(movedPosition(at(3, 4), [insert(3, 9, "\n\n")]), at(3, 4));
    assert.deepEqual(movedPosition(at(3, 4), [{ start: at(1, 0), end: at(2, 0), text: "" }]), at(2, 4));
    assert.deepEqual(movedPosition(at(3, 4), [{ start: at(2, 5), end: at(3, 2), text: "" }]), at(2, 7));
  });

  it("are gone with their text, and stay gone", () => {
    const removed = { start: at(3, 0), end: at(4, 0), text: "" };
    assert.equal(movedPosition(at(3, 4), [removed]), undefined);
    assert.equal(movedPosition(at(3, 4), [removed, { start: at(3, 0), end: at(3, 0), text: "back\n" }]), undefined);
  });
});
