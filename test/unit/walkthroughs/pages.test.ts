import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mistakeOf } from "../../../src/core/learning/pages/page";
import { COMMANDS } from "../../../src/shared/contributions/ids";
import { LEARNING_COMMANDS } from "../../../src/shared/contributions/learningIds";
import { isLesson, type PageFile, pageFiles, typeErrors } from "../../support/pages";

const commands: readonly string[] = [...Object.values(COMMANDS), ...Object.values(LEARNING_COMMANDS)];

/** The id and the arguments of a `command:` link. */
function commandLink(url: string): { id: string; args: unknown[] } {
  const [id = "", query] = url.slice("command:".length).split("?");
  const args: unknown = query === undefined ? [] : JSON.parse(decodeURIComponent(query));
  assert.ok(Array.isArray(args), `The arguments of ${url} are no array.`);
  return { id, args };
}

function checkLink({ file }: PageFile, url: string): void {
  if (url.startsWith("command:")) {
    const { id } = commandLink(url);
    assert.ok(commands.includes(id), `There is no command ${id}.`);
  } else if (/^[a-z]+:/i.test(url)) {
    assert.match(url, /^https:\/\/[a-z0-9.-]+\.[a-z]+\//, `${url} is not a web page's address.`);
  } else {
    assert.ok(existsSync(join(dirname(file), url.split("#")[0] ?? "")), `${url} leads nowhere.`);
  }
}

/** Contrast of a colour to white text, after WCAG 2. */
function contrastWithWhite(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}

describe("the walkthroughs' pages", () => {
  const pages = pageFiles();

  for (const each of pages) {
    const { page, text } = each;

    it(`lead somewhere, in order, with pictures: ${each.id}`, () => {
      assert.equal(page.headings[0]?.depth, 1, "The page does not begin with its title.");
      assert.equal(page.headings.filter(({ depth }) => depth === 1).length, 1, "There is more than one title.");
      for (const [at, heading] of page.headings.entries()) {
        assert.ok(heading.depth <= (page.headings[at - 1]?.depth ?? 0) + 1, `"${heading.text}" leaves out a level.`);
      }
      for (const { url } of page.links) checkLink(each, url);
      for (const { url, text: alternative } of page.images) {
        assert.ok(alternative.length > 10, `The picture ${url} is not described.`);
        const svg = readFileSync(join(dirname(each.file), url), "utf8");
        assert.doesNotMatch(svg, /<script|href=|<foreignObject|\son\w+=|url\((?!#)/i, `${url} is not only a drawing.`);
        assert.match(svg, /viewBox=/);
        for (const [, colour = ""] of svg.matchAll(/fill="(#[0-9a-f]{6})"/gi)) {
          if (!/^#(fff|f{6}|808080)$/i.test(colour)) assert.ok(contrastWithWhite(colour) >= 4.5, `White text on ${colour} in ${url} is hard to read.`);
        }
      }
      assert.doesNotMatch(text, /\]\(http:/, "A link is not encrypted.");
      const own = text.replace(/<!-- items -->[^]*<!-- \/items -->/, "");
      assert.ok(own.split("\n").length <= 145, "The page is too long for a step.");
    });

    if (!isLesson(each)) continue;

    it(`teach, have people try, and warn: ${each.id}`, () => {
      const chapters = page.headings.filter(({ depth }) => depth === 2).map(({ text: title }) => title);
      for (const title of ["What to know", "Try it", "A common mistake", "Go on"]) assert.ok(chapters.includes(title), `There is no "${title}".`);
      assert.match(text, /<!-- items -->[^]*<!-- \/items -->/);
      assert.equal(page.code.filter(({ role }) => role === "deploy").length, 1, "A page has one program to deploy.");
      const mistake = mistakeOf(page);
      assert.ok(mistake && mistake.error.length > 0, "The mistake has no error.");
      assert.ok(page.images.length > 0, "There is no picture.");
      const links = page.links.filter(({ url }) => url.startsWith("command:")).map(({ url }) => commandLink(url));
      for (const id of [LEARNING_COMMANDS.openSnippet, LEARNING_COMMANDS.checkSection]) {
        assert.ok(links.some((link) => link.id === id && link.args[0] === each.id), `No button runs ${id} for this section.`);
      }
      for (const { role } of page.code) assert.match(role ?? "deploy", /^(deploy|mistake|error|config|sketch)$/);
    });
  }

  describe("have code that is right", function () {
    this.timeout(180_000);
    const samples = pages.flatMap((each) => each.page.code.filter(({ language, role }) => language === "typescript" && role !== "sketch").map((code) => ({ each, code })));
    let errors: Map<string, string[]>;

    before(() => {
      const found = typeErrors(samples.map(({ code }) => code.text));
      errors = new Map(samples.map(({ each, code }, at) => [`${each.id}:${code.line}`, found[at] ?? []]));
    });

    for (const { each, code } of samples) {
      const title = `${each.id}:${code.line}`;
      it(title, () => {
        const mistake = code.role === "mistake" ? mistakeOf(each.page) : undefined;
        const found = errors.get(title) ?? [];
        if (mistake?.seenIn !== "types") assert.deepEqual(found, []);
        else for (const line of mistake.error) assert.ok(found.some((error) => error.replace(/\s+/g, " ").includes(line.trim().replace(/\s+/g, " "))), `The page says:\n${line}\nTypeScript says:\n${found.join("\n")}`);
      });
    }
  });
});
