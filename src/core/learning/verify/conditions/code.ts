import { basename, dirname, join, relative, sep } from "node:path";
import { capital, type Finding, lacking, met, NO_PROJECT, type Scope } from "../finding";
import type { CodeCondition, SiteCondition } from "../rule";
import type { CallSite, ClassSite, FileSyntax, NewSite } from "../syntax/model";

type Site = NewSite | CallSite | ClassSite;

export async function checkCode(condition: CodeCondition, scope: Scope): Promise<Finding> {
  const { project, facts } = scope;
  if (!project && condition.in !== "workspace") return NO_PROJECT;
  const missing = lacking(
    condition.in === "program" ? `No program in this workspace has ${condition.say}.` : `No file in this workspace has ${condition.say}.`,
    `${capital(`write ${condition.say}`)}${condition.recorded ? ", and deploy it" : ""}.`,
  );
  const files = await filesOf(condition, scope);
  for (const file of files) {
    if (condition.imports && !condition.imports.some((name) => file.imports.some((each) => isLike(each, name)))) continue;
    if (condition.together && !condition.together.every((each) => sitesIn([file], files, each).length >= (each.min ?? 1))) continue;
    const sites = hasSite(condition) ? sitesIn([file], files, condition) : [];
    const good = condition.recorded ? sites.filter((site) => isRecorded(site, file, files, scope)) : sites;
    if (hasSite(condition) && good.length < (condition.min ?? 1)) continue;
    const root = project?.project.dir ?? facts.options.workspace;
    const line = good[0]?.line;
    const place = `${relative(root, file.file).split(sep).join("/")}${line === undefined ? "" : `:${line}`}`;
    return met(`${condition.say} in ${place}`, condition.in === "workspace" ? {} : condition.recorded ? scope : { project });
  }
  return missing;
}

async function filesOf(condition: CodeCondition, { project, facts }: Scope): Promise<FileSyntax[]> {
  if (condition.in === "workspace") return facts.workspaceCode();
  const code = await project?.code();
  if (condition.in === "program") return code?.program ?? [];
  return (code?.others ?? []).filter(({ file }) => isTest(relative(project?.project.dir ?? "", file)));
}

/** By the customs of test runners: `site.test.ts`, `test/unit/site.ts`. */
function isTest(path: string): boolean {
  return /(?:^|[.\-_])(?:test|spec)s?[.\-_]/i.test(basename(path)) || dirname(path).split(sep).some((part) => /^(?:tests?|specs?|__tests__)$/i.test(part));
}

function hasSite(condition: SiteCondition): boolean {
  return (condition.new ?? condition.call ?? condition.class) !== undefined;
}

/** What in some files is as a condition says; classes may be used anywhere in `all`. */
function sitesIn(files: FileSyntax[], all: FileSyntax[], condition: SiteCondition): Site[] {
  return files.flatMap((file): Site[] => [
    ...(condition.new ? file.news.filter((site) => condition.new?.some((symbol) => isLike(site.symbol, symbol)) && isNew(site, condition)) : []),
    ...(condition.call ? file.calls.filter((site) => condition.call?.some((symbol) => isLike(site.symbol, symbol)) && isCall(site, condition)) : []),
    ...(condition.class ? file.classes.filter((site) => condition.class?.some((symbol) => isLike(site.base, symbol)) && isClass(site, file, all, condition)) : []),
  ]);
}

function isNew(site: NewSite, condition: SiteCondition): boolean {
  if (condition.option && !condition.option.some((name) => site.options.includes(name))) return false;
  return liesWithin(site, condition) && hasProperties(site, condition) && hasArgument(site.name, condition);
}

function isCall(site: CallSite, condition: SiteCondition): boolean {
  if (condition.callback && !site.callback) return false;
  if (condition.awaited && !site.awaited) return false;
  return liesWithin(site, condition) && hasProperties(site, condition) && hasArgument(site.argument, condition);
}

function isClass(site: ClassSite, file: FileSyntax, all: FileSyntax[], condition: SiteCondition): boolean {
  if (condition.named !== undefined && !new RegExp(condition.named).test(site.name)) return false;
  if (condition.methods && !condition.methods.every((name) => site.methods.includes(name))) return false;
  if (condition.registersOutputs && !site.registersOutputs) return false;
  const users = all.filter(({ news }) => news.some(({ symbol }) => symbol === `local#${site.name}`));
  if (condition.instantiated && users.length === 0) return false;
  return !condition.reused || (site.exported && users.some((each) => each !== file));
}

function liesWithin(site: Site, { within }: SiteCondition): boolean {
  return !within || within.some((each) => site.within.includes(each));
}

function hasProperties(site: { properties: string[] }, { properties }: SiteCondition): boolean {
  return (properties ?? []).every((name) => site.properties.includes(name));
}

function hasArgument(text: string | undefined, { argument }: SiteCondition): boolean {
  return argument === undefined || (text !== undefined && new RegExp(argument).test(text));
}

/** Whether the state has what this code makes: by the place that the engine took down, else by its plain name. */
function isRecorded(site: Site, file: FileSyntax, files: FileSyntax[], scope: Scope): boolean {
  const { project, stack } = scope;
  if (!project || !stack) return false;
  if ("base" in site) {
    return files.some((each) => each.news.some((made) => made.symbol === `local#${site.name}` && isRecorded(made, each, files, scope)));
  }
  if (!("options" in site)) return false;
  const className = site.symbol.split(/[.#]/).pop();
  // Any class may be used in a program; what extends another may be a resource.
  const isOwnResource = site.symbol.startsWith("local#") && files.some(({ classes }) => classes.some(({ name, base }) => name === className && base !== ""));
  const isOfClass = (type: string): boolean => type.endsWith(`:${className}`) || (className === "Provider" && type.startsWith("pulumi:providers:"));
  return stack.everything.some(({ name, type, source }) => {
    const here = source && join(project.project.dir, source.file) === file.file && source.line === site.line;
    return here || (site.name !== undefined && site.name === name && (isOwnResource || isOfClass(type)));
  });
}

const patterns = new Map<string, RegExp>();

function isLike(text: string, pattern: string): boolean {
  let compiled = patterns.get(pattern);
  if (!compiled) patterns.set(pattern, (compiled = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`)));
  return compiled.test(text);
}
