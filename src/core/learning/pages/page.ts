import type { Code, Heading, Image, Link, Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { toString } from "mdast-util-to-string";
import { UserError } from "../../errors";

/** A page of a walkthrough: it teaches one section of the learning plan. */
export interface Page {
  title: string;
  /** The first paragraph, as plain text: what the page is good for. */
  lead: string;
  headings: { depth: number; text: string; line: number }[];
  /** Addresses of links, as they are written: web pages, `command:` links, other pages. */
  links: PageReference[];
  images: PageReference[];
  code: PageCode[];
}

export interface PageReference {
  url: string;
  /** The link's words, or the picture's alternative text. */
  text: string;
  line: number;
}

/** A fenced block. What it is for is told by the word after its language. */
export interface PageCode {
  language: string;
  /** `deploy`, `mistake`, `error`, `config`, `sketch`; undefined for a sample that only has to be right. */
  role?: string;
  /** What else is said of it, such as `types` or `deploy` of a mistake. */
  words: string[];
  text: string;
  /** Of the first line of the code. */
  line: number;
}

/** @param text Markdown of the page. */
export function parsePage(text: string): Page {
  const page: Page = { title: "", lead: "", headings: [], links: [], images: [], code: [] };
  const tree = fromMarkdown(text);
  page.lead = toString(tree.children.find(({ type }) => type === "paragraph")).replace(/\s+/g, " ");
  for (const node of walk(tree)) {
    const line = node.position?.start.line ?? 0;
    if (node.type === "heading") page.headings.push({ depth: node.depth, text: toString(node), line });
    else if (node.type === "link") page.links.push({ url: node.url, text: toString(node), line });
    else if (node.type === "image") page.images.push({ url: node.url, text: node.alt ?? "", line });
    else if (node.type === "code") page.code.push(codeOf(node, line + 1));
  }
  page.title = page.headings.find(({ depth }) => depth === 1)?.text ?? "";
  return page;
}

function codeOf(node: Code, line: number): PageCode {
  const [role, ...words] = (node.meta ?? "").split(/\s+/).filter(Boolean);
  return { language: node.lang ?? "", role, words, text: node.value, line };
}

function* walk(node: Root | RootContent): Generator<Heading | Link | Image | Code> {
  if (node.type === "heading" || node.type === "link" || node.type === "image" || node.type === "code") yield node;
  if ("children" in node) for (const child of node.children) yield* walk(child as RootContent);
}

/** The program that a page has people try, with the configuration that it needs. */
export interface PageProgram {
  /** index.ts */
  text: string;
  config: { key: string; value: string; secret: boolean }[];
}

/** A page without a program is a bug in the installation. */
export function programOf(page: Page): PageProgram {
  const program = page.code.find(({ role }) => role === "deploy");
  if (!program) throw new UserError("no-program", `The page "${page.title}" has no program to try.`, "Choose another section.");
  return { text: `${program.text}\n`, config: configOf(page) };
}

/** Lines such as `name: value`, or `name: !secret value`. */
function configOf(page: Page): PageProgram["config"] {
  const lines = page.code.filter(({ role }) => role === "config").flatMap(({ text }) => text.split("\n"));
  return lines.flatMap((line) => {
    const match = /^([^#\s][^\s]*):\s+(!secret\s+)?(.+)$/.exec(line);
    return match ? [{ key: match[1] as string, value: match[3] as string, secret: match[2] !== undefined }] : [];
  });
}

/** The mistake that a page shows, and the lines of its error. */
export interface PageMistake {
  code: PageCode;
  /** What is seen of the mistake: by the compiler, in a preview, in a deploy, or from a command. */
  seenIn: "types" | "preview" | "deploy" | "command";
  /** Each line is to be found in what is printed; `<any>` stands for what differs from run to run. */
  error: string[];
}

export function mistakeOf(page: Page): PageMistake | undefined {
  const at = page.code.findIndex(({ role }) => role === "mistake");
  const code = page.code[at];
  const error = page.code.slice(at + 1).find(({ role }) => role === "error");
  if (!code || !error) return undefined;
  const seenIn = code.language === "bash" ? "command" : code.words.includes("types") ? "types" : code.words.includes("deploy") ? "deploy" : "preview";
  return { code, seenIn, error: error.text.split("\n").filter((line) => line.trim() !== "") };
}

/** Whether a printed text has a line of a page's error. */
export function printsLine(printed: string, line: string): boolean {
  const parts = line.trim().split("<any>").map((part) => part.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"));
  return new RegExp(parts.join("[^\\n]*"), "u").test(printed);
}
