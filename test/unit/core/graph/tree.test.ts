import assert from "node:assert/strict";
import fc from "fast-check";
import type { ResourceGraph } from "../../../../src/shared/graph";
import { renderTree } from "../../../../src/core/graph/tree";
import { GraphBuilder } from "../../../../src/shared/graphBuilder";
import { columnsOf } from "../../../../src/shared/text";
import { anyGraph } from "../../../fixtures/graph/anyGraph";
import { recordedState, recording } from "../../../fixtures/graph/recordings";

function replay(name: string, before: string): ResourceGraph {
  const builder = new GraphBuilder({ stack: "dev", project: "shop" }).loadState(recordedState(before));
  const { registrations, events } = recording(name);
  for (const registration of registrations) builder.register(registration);
  for (const event of events) builder.applyEvent(event);
  return builder.snapshot();
}

describe("the terminal tree", () => {
  it("shows marks, names, types and what happened", () => {
    const lines = renderTree(replay("change.up", "create"), { color: false, width: 100 }).split("\n");
    assert.deepEqual(lines, [
      " =  shop-dev                  Stack                   unchanged",
      " −  ├─ banner                 dynamic.Resource        deleted",
      " ~  ├─ mirror                 dynamic.Resource        updated (uses)",
      " »  ├─ organization/base/dev  StackReference          read",
      " =  ├─ shop                   groups.Shop             unchanged",
      " =  │  ├─ store               groups.Data             unchanged",
      " ~  │  │  ├─ events           dynamic.Resource        updated (tags)",
      " ±  │  │  └─ orders           dynamic.Resource        replaced (size, tags)",
      " =  │  └─ web                 groups.Web              unchanged",
      " ~  │     ├─ handler          dynamic.Resource        updated (uses)",
      " +  │     │  └─ metrics       dynamic.Resource        created",
      " =  │     ├─ role             dynamic.Resource        unchanged",
      " =  │     └─ route            dynamic.Resource        unchanged",
      " =  └─ west                   pulumi-nodejs provider  unchanged",
    ]);
  });

  it("tells a failure with its reason, and what was left alone", () => {
    const text = renderTree(replay("fail.up", "change"), { color: false, width: 140 });
    assert.match(text, /^ ! .*handler .*update failed: the cloud has no room for handler$/m);
    assert.match(text, /^ {4}.*mirror .*not reached$/m);
    assert.match(text, /^ {4}.*route .*untouched$/m);
  });

  it("speaks of the future before a deploy, and shows ids on request", () => {
    const graph = replay("change.preview", "create");
    const text = renderTree(graph, { color: false, width: 120, planned: true, ids: true });
    assert.match(text, /banner .*to delete +banner-8$/m);
  });

  it("colours only when asked", () => {
    const graph = replay("change.up", "create");
    const plain = renderTree(graph, { color: false, width: 100 });
    const coloured = renderTree(graph, { color: true, width: 100 });
    assert.ok(!plain.includes("\u001b"));
    // eslint-disable-next-line no-control-regex
    assert.match(coloured, /\u001b\[31m−\u001b/);
    // eslint-disable-next-line no-control-regex
    assert.equal(coloured.replace(/\u001b\[\d+m/g, ""), plain);
  });

  it("keeps to the width, a line a resource, whatever the names hold", () => {
    fc.assert(
      fc.property(anyGraph(), fc.integer({ min: 40, max: 160 }), fc.boolean(), (graph, width, unicode) => {
        const text = renderTree(graph, { color: false, width, unicode, ids: true });
        const lines = text === "" ? [] : text.split("\n");
        assert.equal(lines.length, graph.nodes.length);
        for (const line of lines) {
          const branches = /^.{4}(?:[│|├└`─ -]{3})*/u.exec(line)?.[0] ?? "";
          assert.ok(columnsOf(line) <= Math.max(width, columnsOf(branches) + 1), line);
          if (!unicode) assert.match(line, /^[\x20-\x7e]*$/);
          // eslint-disable-next-line no-control-regex
          assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f]/);
        }
      }),
    );
  });
});
