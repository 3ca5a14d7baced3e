/** What faces use: which items can be verified, by what, and what the workspace shows of them now. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { CheckOutcome } from "../../../shared/learning/evidence";
import type { ItemKind } from "../../../shared/learning/plan";
import { errorMessage, UserError } from "../../errors";
import { evaluateRule } from "./evaluate";
import { Facts, type FactsOptions } from "./facts";
import { type Quiz, quizzesFile } from "./quiz";
import { type Rule, verificationFile } from "./rule";
import { SyntaxCache } from "./syntax/sources";

export interface KindOfItem {
  kind: ItemKind;
  /** The service outside of this machine that the item needs: nothing here can show that it is done. */
  outside?: string;
}

/** What the workspace is looked at with; see `Facts`. */
export type LookOptions = Omit<FactsOptions, "cache">;

export class Verification {
  private readonly cache = new SyntaxCache();

  constructor(
    readonly rules: ReadonlyMap<string, Rule>,
    readonly quizzes: ReadonlyMap<string, Quiz>,
    private readonly outside: ReadonlyMap<string, string>,
  ) {}

  /** An item that nothing is known of, such as a learner's own, is ticked by hand. */
  kindOf(itemId: string): KindOfItem {
    const outside = this.outside.get(itemId);
    const kind = this.rules.has(itemId) ? "verified" : this.quizzes.has(itemId) ? "quiz" : "manual";
    return { kind, ...(outside !== undefined && { outside }) };
  }

  quizOf(itemId: string): Quiz | undefined {
    return this.quizzes.get(itemId);
  }

  /** What a lab's folder and state show of one item, for "Check". Undefined for an item without a rule. */
  async checkItem(itemId: string, options: LookOptions): Promise<CheckOutcome | undefined> {
    const rule = this.rules.get(itemId);
    return rule && evaluateRule(rule, new Facts({ ...options, trying: options.trying ?? true, cache: this.cache }));
  }

  /**
   * The outcome of every rule, by the item's id: files and states are read once for all of them.
   * @param only items that matter, such as those that are open: what only others need is not looked for
   */
  async verifyWorkspace(options: LookOptions, only?: ReadonlySet<string>): Promise<Map<string, CheckOutcome>> {
    const facts = new Facts({ ...options, cache: this.cache });
    const outcomes = new Map<string, CheckOutcome>();
    for (const [item, rule] of this.rules) {
      options.signal?.throwIfAborted();
      if (only && !only.has(item)) continue;
      outcomes.set(item, await evaluateRule(rule, facts));
    }
    return outcomes;
  }
}

/** Reads the shipped rules and quizzes. What is wrong with them is a bug in the installation. */
export async function loadVerification(root: string): Promise<Verification> {
  const folder = join(root, "walkthroughs");
  const [{ rules, outside }, quizzes] = await Promise.all([read(join(folder, "verification.yaml"), verificationFile), read(join(folder, "quizzes.yaml"), quizzesFile)]);
  const asked = Object.entries(quizzes).map(([item, questions]): [string, Quiz] => [
    item,
    { item, questions: questions.map(({ ask, answers }) => ({ ask, answers: answers.map(({ text, right = false, why }) => ({ text, right, why })) })) },
  ]);
  return new Verification(new Map(Object.entries(rules)), new Map(asked), new Map(Object.entries(outside)));
}

async function read<T extends z.ZodType>(file: string, schema: T): Promise<z.output<T>> {
  try {
    return schema.parse(parse(await readFile(file, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : errorMessage(error);
    throw new UserError("installation-broken", `${file} can't be used: ${reason}`, "Install the extension again.", { cause: error });
  }
}
