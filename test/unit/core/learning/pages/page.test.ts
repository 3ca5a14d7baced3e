import assert from "node:assert/strict";
import { UserError } from "../../../../../src/core/errors";
import { mistakeOf, parsePage, printsLine, programOf } from "../../../../../src/core/learning/pages/page";

const fence = (head: string, ...lines: string[]) => ["```" + head, ...lines, "```", ""];

describe("a page", () => {
  const text = [
    "# A title with `code`",
    "",
    "What it is **good** for,",
    "in two lines.",
    "",
    "![A picture](../../media/a.svg)",
    "## Try it",
    "[Deploy](command:pulumiLab.deploy) or [read](https://www.pulumi.com/docs/).",
    "",
    ...fence("yaml config", "# a comment", "region: eu-central-1", "url: https://example.org/a: b", "token: !secret s3 cr3t", ""),
    ...fence("typescript deploy", "export const a = 1;", "", "export const b = 2;"),
    ...fence("typescript", "export {};"),
    ...fence("text error", "not of the mistake"),
    ...fence("typescript mistake types", "const n: number = `x`;"),
    ...fence("text error", "first line", "", "second <any> line"),
  ].join("\n");
  const page = parsePage(text);

  it("has a title, a lead in plain text, headings, links and pictures with their lines", () => {
    assert.deepEqual([page.title, page.lead], ["A title with code", "What it is good for, in two lines."]);
    assert.deepEqual(page.headings.map(({ depth, text: words, line }) => [depth, words, line]), [[1, "A title with code", 1], [2, "Try it", 7]]);
    assert.deepEqual(page.links.map(({ url, line }) => [url, line]), [["command:pulumiLab.deploy", 8], ["https://www.pulumi.com/docs/", 8]]);
    assert.deepEqual(page.images, [{ url: "../../media/a.svg", text: "A picture", line: 6 }]);
  });

  it("gives its program as a file, with the values that it needs", () => {
    assert.deepEqual(programOf(page), {
      text: "export const a = 1;\n\nexport const b = 2;\n",
      config: [
        { key: "region", value: "eu-central-1", secret: false },
        { key: "url", value: "https://example.org/a: b", secret: false },
        { key: "token", value: "s3 cr3t", secret: true },
      ],
    });
    assert.throws(() => programOf(parsePage("# Only words\n\nNothing to run.")), (error: unknown) => error instanceof UserError && error.code === "no-program" && error.message.includes("Only words"));
  });

  it("shows a mistake with the error that follows it, and where it is seen", () => {
    const mistake = mistakeOf(page);
    assert.deepEqual([mistake?.seenIn, mistake?.error, mistake?.code.text], ["types", ["first line", "second <any> line"], "const n: number = `x`;"]);
    assert.equal(text.split("\n")[(mistake?.code.line ?? 0) - 1], "const n: number = `x`;");
    const seen = (head: string) => mistakeOf(parsePage([...fence(head, "x"), ...fence("text error", "y")].join("\n")))?.seenIn;
    assert.deepEqual(["typescript mistake", "typescript mistake deploy", "bash mistake"].map(seen), ["preview", "deploy", "command"]);
    assert.equal(mistakeOf(parsePage(fence("typescript mistake", "x").join("\n"))), undefined);
  });

  it("finds a line of an error in what was printed, with gaps, but not across lines", () => {
    const printed = "error: Duplicate resource URN 'urn:pulumi:dev::a$b::c';\n  try giving it (a unique) name";
    assert.ok(printsLine(printed, "Duplicate resource URN <any>::c';"));
    assert.ok(printsLine(printed, "try  giving it (a unique) name"));
    assert.ok(!printsLine(printed, "Duplicate <any> (a unique)"));
    assert.ok(!printsLine(printed, "try giving it .a unique. name"));
    assert.ok(!printsLine(printed, "try giving it another name"));
  });
});
