import type { Earlier } from "../facts";
import { capital, type Finding, lacking, met, notYet, NO_PROJECT, type Scope } from "../finding";
import { isNamedBy, type Recorded, referredStack, wordFor } from "../recorded";
import type { ResourceCondition } from "../rule";
import { type FindNamed, matchesAny } from "../values";

export async function checkResource(condition: ResourceCondition, scope: Scope): Promise<Finding> {
  const { stack } = scope;
  if (!stack) return NO_PROJECT;
  const found: Recorded[] = [];
  for (const resource of stack.resources) if (await isMeant(resource, condition, scope)) found.push(resource);
  const groups = groupsOf(found, condition);
  const good = groups.find((group) => group.length >= condition.min && differs(group, condition));
  if (!good?.[0]) {
    // What a resource has been through can't be written into a program: there the rule knows the way.
    const say = condition.renamed || condition.moved || condition.imported ? notYet : lacking;
    return say(`No deployed stack of this workspace has ${condition.say}.`, `${capital(`add ${condition.say} to a program of yours, and deploy it`)}.`);
  }
  const others = good.length > 1 ? ` and ${good.length - 1} more` : "";
  return met(`${wordFor(good[0])} ${good[0].title}${others}`, scope);
}

async function isMeant(resource: Recorded, condition: ResourceCondition, scope: Scope): Promise<boolean> {
  const everything = scope.stack?.everything ?? [];
  const { type, where = {} } = condition;
  if (type ? !type.some((each) => isType(resource.type, each)) : resource.custom || !(await isOwnComponent(resource, scope))) return false;
  const named: FindNamed = (types, text) => everything.filter((each) => each.urn !== resource.urn && types.some((type) => isType(each.type, type)) && isNamedBy(each, text));
  if (!Object.entries(where).every(([path, matcher]) => matchesAny(resource.values(path), matcher, named))) return false;
  if (condition.dependsOn && !resource.explicit.some((urn) => urn !== resource.parent)) return false;
  if (condition.references && resource.implicit.length === 0) return false;
  if (condition.ignoreChanges && resource.ignoreChanges.length === 0) return false;
  if (condition.imported && !(await isImported(resource, condition.imported, scope))) return false;
  if (condition.renamed && !(await wasRenamed(resource, scope))) return false;
  if (condition.moved && !(await wasMoved(resource, scope))) return false;
  if (condition.ownProvider && resource.ownProvider === undefined) return false;
  if (condition.toOtherProject && !(await leadsToOther(resource, scope))) return false;
  if (condition.children && everything.filter(({ parent }) => parent === resource.urn).length < condition.children) return false;
  if (condition.inComponent && !(await liesInOwnComponent(resource, scope))) return false;
  if (condition.registered && Object.keys(resource.outputs).length === 0) return false;
  return true;
}

/** A component of a package is somebody else's work: what counts is a class of the program. */
async function isOwnComponent(resource: Recorded, { project }: Scope): Promise<boolean> {
  if (resource.custom || !project) return false;
  const { program } = await project.code();
  const typed = program.some(({ classes }) => classes.some(({ base, typeName }) => base !== "" && typeName === resource.type));
  if (typed) return true;
  const names = new Set(program.flatMap(({ classes }) => classes.filter(({ base }) => base !== "").map(({ name }) => name)));
  return program.some(({ news }) => news.some(({ symbol, name }) => name === resource.name && names.has(symbol.replace(/^local#/, ""))));
}

async function liesInOwnComponent(resource: Recorded, scope: Scope): Promise<boolean> {
  const everything = scope.stack?.everything ?? [];
  for (let above = everything.find(({ urn }) => urn === resource.parent); above; above = everything.find(({ urn }) => urn === above?.parent)) {
    if (await isOwnComponent(above, scope)) return true;
  }
  return false;
}

/** The option leaves the id in the state, and the update that used it says so; so does an import by the command. */
async function isImported(resource: Recorded, how: "option" | "any", { stack, project }: Scope): Promise<boolean> {
  const operations = (await stack?.operations()) ?? [];
  const byUpdate = operations.some(({ operation, ok, changes }) => ok && operation === "deploy" && (changes.import ?? 0) > 0);
  if (how === "any") {
    return resource.importId !== undefined || operations.some(({ operation, ok }) => ok && operation === "import");
  }
  if (!byUpdate) return false;
  const program = (await project?.code())?.program ?? [];
  return program.some(({ news }) => news.some(({ name, options }) => options.includes("import") && name === resource.name));
}

/** The same thing in the cloud was recorded under another URN of this stack before. */
async function wasRenamed(resource: Recorded, { stack }: Scope): Promise<boolean> {
  if (!resource.custom || !resource.id) return false;
  return ((await stack?.earlier()) ?? []).some((each) => isSameThing(each, resource) && each.created === resource.created && each.urn !== resource.urn);
}

async function wasMoved(resource: Recorded, { facts, stack }: Scope): Promise<boolean> {
  if (!resource.custom || !resource.id || (resource.type.startsWith("pulumi:"))) return false;
  for (const project of await facts.projects()) {
    for (const other of project.stacks) {
      if (other === stack || other.everything.some((each) => isSameThing(each, resource))) continue;
      // A name may be used again by what is made anew: moved or imported is what exists since before.
      if ((await other.earlier()).some((each) => isSameThing(each, resource) && (each.created === resource.created || resource.importId !== undefined))) return true;
    }
  }
  return false;
}

function isSameThing(one: Earlier, other: Earlier): boolean {
  return one.id === other.id && one.type === other.type;
}

/** What is counted together. */
function groupsOf(resources: Recorded[], { sameSource, per }: ResourceCondition): Recorded[][] {
  if (!sameSource && per === undefined) return [resources];
  const groups = new Map<string, Recorded[]>();
  for (const resource of resources) {
    const key = per === undefined ? resource.source && `${resource.source.file}:${resource.source.line}` : JSON.stringify(resource.values(per)[0]);
    if (key !== undefined) groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return [...groups.values()].filter((each) => each.length >= (sameSource ?? 1));
}

function isType(type: string, pattern: string): boolean {
  if (!pattern.includes("*")) return type === pattern;
  return pattern.split(":").every((part, at) => part === "*" || part === type.split(":")[at]);
}

async function leadsToOther(resource: Recorded, { facts, project }: Scope): Promise<boolean> {
  const target = referredStack(resource);
  const all = await facts.projects();
  return target !== undefined && target.project !== project?.project.name && all.some((each) => each.project.name === target.project && each.stacks.some(({ name, everything }) => name === target.stack && everything.length > 0));
}

function differs(resources: Recorded[], { distinct }: ResourceCondition): boolean {
  if (!distinct) return true;
  return new Set(resources.flatMap((each) => each.values(distinct.path)).map((value) => JSON.stringify(value))).size >= distinct.min;
}
