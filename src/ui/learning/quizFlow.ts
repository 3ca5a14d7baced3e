import * as vscode from "vscode";
import type { Quiz, QuizQuestion } from "../../core/learning/verify/quiz";

interface AnswerItem extends vscode.QuickPickItem {
  at: number;
}

/**
 * Asks a quiz's questions one after the other and explains each answer.
 * @returns the answer to each, by its place; undefined when the person stopped
 */
export async function runQuiz(title: string, quiz: Quiz): Promise<number[] | undefined> {
  const answers: number[] = [];
  for (const [at, question] of quiz.questions.entries()) {
    const step = vscode.l10n.t("{0}: question {1} of {2}", title, at + 1, quiz.questions.length);
    const chosen = await ask(step, question);
    if (chosen === undefined) return undefined;
    answers.push(chosen);
    if (!(await explain(step, question, chosen))) return undefined;
  }
  return answers;
}

async function ask(title: string, question: QuizQuestion): Promise<number | undefined> {
  const items = question.answers.map(({ text }, at): AnswerItem => ({ label: text, at }));
  return (await vscode.window.showQuickPick(items, { title, placeHolder: question.ask, ignoreFocusOut: true }))?.at;
}

/** All answers with why they are right or wrong; the chosen one first. */
async function explain(title: string, question: QuizQuestion, chosen: number): Promise<boolean> {
  const right = question.answers[chosen]?.right === true;
  const row = ({ text, right: isRight, why }: QuizQuestion["answers"][number], at: number): vscode.QuickPickItem => ({
    label: `$(${isRight ? "pass" : "error"}) ${text}`,
    description: at === chosen ? vscode.l10n.t("your answer") : "",
    detail: why,
  });
  const order = question.answers.map((answer, at) => ({ answer, at })).sort((a, b) => Number(b.at === chosen) - Number(a.at === chosen) || Number(b.answer.right) - Number(a.answer.right));
  const items = order.map(({ answer, at }) => row(answer, at));
  const picked = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: right ? vscode.l10n.t("Right. Press Enter to go on.") : vscode.l10n.t("Not quite. Read why, then press Enter to go on."),
    ignoreFocusOut: true,
    matchOnDetail: true,
  });
  return picked !== undefined;
}
