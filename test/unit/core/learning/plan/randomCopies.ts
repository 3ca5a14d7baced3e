import fc from "fast-check";

/** Lines as people, editors and merge tools leave them. */
const oddLines = [
  "- [x] my own item", "- [ ] Create a Pulumi Cloud account (free tier)", "* [X] with another bullet", "1. [ ] numbered", "   - [x] deeper", "\t- [ ] with a tab", "> - [x] quoted",
  "- [\t] a tab in the box", "- [x]no space", "- [ ]", "```", "~~~", "````md", "<!-- a note -->", "<!-- open", "## Meine Phase", "### Übung ✨", "Phase", "===", "---", "| a | b | c | d |",
  "| 1. Foundations | In Progress | gestern | |", "- [ ] 日本語の項目", "- [x] Привет, мир", "", "  ", "    indented code", "[x]: https://example.com", "\\- [ ] escaped", "- - [ ] double",
];

interface Change {
  kind: "insert" | "delete" | "double" | "swap" | "tick" | "reword";
  at: number;
  line: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom("insert", "insert", "delete", "double", "swap", "tick", "reword"),
  at: fc.nat(),
  line: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...oddLines) }, { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, "")) }),
});

/** Copies of a plan with up to `most` random edits; cut off, with CRLF and with a byte order mark at times. */
export function copiesOf(plan: string, most = 25): fc.Arbitrary<string> {
  return fc
    .record({
      changes: fc.array(change, { maxLength: most }),
      cut: fc.option(fc.double({ min: 0.05, max: 1, noNaN: true }), { freq: 4 }),
      crlf: fc.boolean(),
      bom: fc.boolean(),
    })
    .map(({ changes, cut, crlf, bom }) => {
      const lines = plan.split("\n");
      for (const each of changes) edit(lines, each);
      let text = lines.join(crlf ? "\r\n" : "\n");
      if (cut !== null) text = text.slice(0, Math.floor(text.length * cut));
      return (bom ? "\ufeff" : "") + text;
    });
}

function edit(lines: string[], { kind, at, line }: Change): void {
  if (lines.length === 0) return;
  const index = at % lines.length;
  const here = lines[index]!;
  if (kind === "insert") lines.splice(index, 0, line);
  else if (kind === "delete") lines.splice(index, 1 + (at % 3));
  else if (kind === "double") lines.splice(index, 0, here);
  else if (kind === "swap") lines.splice(index, 2, ...lines.slice(index, index + 2).reverse());
  else if (kind === "tick") lines[index] = here.replace("[ ]", "[x]");
  else lines[index] = here.replace(/\w+(?=\W*$)/, line.slice(0, 8));
}
