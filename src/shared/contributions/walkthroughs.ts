/**
 * The walkthroughs of package.json, made from the plan: one for each of its phases and projects, a step for each section
 * with items, and before them "Start here".
 */
import type { Plan, PlanGroup } from "../learning/plan";
import { doneContext } from "../learning/plan";
import { COMMANDS, CONTEXTS } from "./ids";
import { LEARNING_COMMANDS } from "./learningIds";

/** What the manifest says of a section's page. */
export interface LessonInfo {
  /** From the extension's folder. */
  path: string;
  title: string;
  /** One paragraph of plain text. */
  lead: string;
}

export interface WalkthroughSource {
  plan: Plan;
  lessons: ReadonlyMap<string, LessonInfo>;
}

interface Step {
  id: string;
  title: string;
  description: string;
  media: { markdown: string };
  completionEvents: string[];
}

interface Walkthrough {
  id: string;
  title: string;
  description: string;
  featuredFor?: string[];
  steps: Step[];
}

/** A key of package.nls.json for a text. */
type Text = (key: string, value: string) => string;

/** Id of the step for a section, within its walkthrough. */
export function stepId(section: string): string {
  return section.slice(section.indexOf("/") + 1);
}

export function walkthroughs({ plan, lessons }: WalkthroughSource, text: Text): Walkthrough[] {
  return [startHere(lessons, text), ...plan.groups.map((group) => walkthroughOf(group, lessons, text)), resources(lessons, text)];
}

function walkthroughOf(group: PlanGroup, lessons: WalkthroughSource["lessons"], text: Text): Walkthrough {
  const sections = group.sections.filter(({ items }) => items.length > 0);
  const items = sections.reduce((sum, section) => sum + section.items.length, 0);
  const key = `walkthrough.${group.id}`;
  return {
    id: group.id,
    title: text(`${key}.title`, group.title),
    description: text(`${key}.description`, `${items} items of the learning plan in ${sections.length} steps.`),
    steps: sections.map((section): Step => {
      const lesson = need(lessons, section.id);
      const argument = encodeURIComponent(JSON.stringify([section.id]));
      return {
        id: stepId(section.id),
        title: text(`${key}.${stepId(section.id)}.title`, section.title),
        description: text(
          `${key}.${stepId(section.id)}.description`,
          `${lesson.lead}\n[Try This Program](command:${LEARNING_COMMANDS.openSnippet}?${argument})\n[Check My Work](command:${LEARNING_COMMANDS.checkSection}?${argument})`,
        ),
        media: { markdown: lesson.path },
        completionEvents: [`onContext:${doneContext(section.id)}`],
      };
    }),
  };
}

/** From an empty window to the first deployed lab. */
function startHere(lessons: WalkthroughSource["lessons"], text: Text): Walkthrough {
  const steps: [page: string, button: string, command: string, event: string][] = [
    ["start/1-check-your-setup", "Check My Setup", COMMANDS.doctor, `onCommand:${COMMANDS.doctor}`],
    ["start/2-deploy-your-first-lab", "Deploy to LocalStack", COMMANDS.deploy, `onContext:${CONTEXTS.hasStack}`],
    ["start/3-see-what-you-made", "Show Resource Graph", COMMANDS.showGraph, `onCommand:${COMMANDS.showGraph}`],
    ["start/4-change-it", "Preview", COMMANDS.preview, `onCommand:${COMMANDS.preview}`],
    ["start/5-clean-up", "Destroy", COMMANDS.destroy, `onCommand:${COMMANDS.destroy}`],
  ];
  return {
    id: "start",
    title: text("walkthrough.start.title", "Start Here: Your First Stack in Five Minutes"),
    description: text("walkthrough.start.description", "From an empty window to a deployed, drawn and explained stack: no account, no token, no Docker."),
    featuredFor: ["**/Pulumi.yaml", "learning-plan.md"],
    steps: steps.map(([page, button, command, event]): Step => {
      const lesson = need(lessons, page);
      const id = page.slice("start/".length);
      return {
        id,
        title: text(`walkthrough.start.${id}.title`, lesson.title),
        description: text(`walkthrough.start.${id}.description`, `${lesson.lead}\n[${button}](command:${command})`),
        media: { markdown: lesson.path },
        completionEvents: [event],
      };
    }),
  };
}

/** The plan's Resources: quick starts with commands that run, and where to read on. */
function resources(lessons: WalkthroughSource["lessons"], text: Text): Walkthrough {
  const pages = ["localstack-quick-start", "ollama-quick-start", "agent-quick-start", "documentation"];
  return {
    id: "resources",
    title: text("walkthrough.resources.title", "Quick Starts and Documentation"),
    description: text("walkthrough.resources.description", "LocalStack, Ollama, an agent in TypeScript, and where to read on."),
    steps: pages.map((page): Step => {
      const lesson = need(lessons, `resources/${page}`);
      return {
        id: page,
        title: text(`walkthrough.resources.${page}.title`, lesson.title),
        description: text(`walkthrough.resources.${page}.description`, lesson.lead),
        media: { markdown: lesson.path },
        completionEvents: ["stepSelected"],
      };
    }),
  };
}

function need(lessons: WalkthroughSource["lessons"], id: string): LessonInfo {
  const lesson = lessons.get(id);
  if (!lesson) throw new Error(`walkthroughs/pages/${id}.md is missing.`);
  return lesson;
}
