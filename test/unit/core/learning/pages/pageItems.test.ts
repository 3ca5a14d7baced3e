import assert from "node:assert/strict";
import { asHtml, withItems } from "../../../../../src/core/learning/pages/pageItems";
import { parsePage } from "../../../../../src/core/learning/pages/page";
import { planOf } from "../../../shared/learning/plans";

describe("the plan's items on a page", () => {
  const items = planOf({ one: { a: { first: { text: "**Run** `pulumi up`" }, second: false } } }).groups[0]!.sections[0]!.items;
  const page = "# Title\n\nLead.\n\n<!-- items -->\nold\n<!-- /items -->\n\n## More\n";

  it("stand between the marks, each with the box of its own context, and nothing else changes", () => {
    const text = withItems(page, items);
    assert.deepEqual([...text.matchAll(/checked-on="([^"]+)"/g)].map((match) => match[1]), ["pulumiLab.done.one/a/first", "pulumiLab.done.one/a/second"]);
    assert.ok(text.includes("<strong>Run</strong> <code>pulumi up</code>"));
    assert.ok(!text.includes("old"));
    assert.deepEqual(text.split(/<!-- items -->[^]*<!-- \/items -->/), page.split(/<!-- items -->[^]*<!-- \/items -->/));
    assert.equal(withItems(text, items), text, "made again, it is the same");
    assert.deepEqual(parsePage(text).headings.map((heading) => heading.text), ["Title", "More"]);
  });

  it("are one block of HTML: an empty line in it would end it", () => {
    assert.doesNotMatch(/<!-- items -->([^]*)<!-- \/items -->/.exec(withItems(page, items))![1]!.trim(), /\n\s*\n/);
  });

  it("leave a page without the marks as it is", () => {
    for (const text of ["# Title\n", "<!-- items -->\n", "<!-- /items -->\n<!-- items -->\n"]) assert.equal(withItems(text, items), text);
  });

  it("show code word for word, and no HTML of their own", () => {
    assert.equal(asHtml("Use `a<b> && **c**` for <b>, [docs](https://example.org) and *more*"), "Use <code>a&lt;b&gt; &amp;&amp; **c**</code> for &lt;b&gt;, docs and <em>more</em>");
    assert.equal(asHtml("2 * 3 * 4"), "2 * 3 * 4");
  });
});
