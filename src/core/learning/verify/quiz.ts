/** Questions for items that only a person can know: `walkthroughs/quizzes.yaml`. */
import { z } from "zod";

const answer = z.strictObject({
  text: z.string().min(1),
  right: z.literal(true).optional(),
  /** Why it is right, or wrong. */
  why: z.string().min(1),
});

const question = z.strictObject({
  ask: z.string().min(1),
  answers: z
    .array(answer)
    .min(3)
    .max(4)
    .refine((all) => all.filter((each) => each.right).length === 1, "exactly one answer is right"),
});

export const quizzesFile = z.record(z.string(), z.array(question).length(3));

export interface QuizAnswer {
  text: string;
  right: boolean;
  why: string;
}

export interface QuizQuestion {
  ask: string;
  answers: QuizAnswer[];
}

/** Three questions; who answers all of them right has the item done. */
export interface Quiz {
  item: string;
  questions: QuizQuestion[];
}

/** Whether these answers, one for each question by its place, are all right. */
export function passesQuiz({ questions }: Quiz, chosen: readonly number[]): boolean {
  return questions.length === chosen.length && questions.every(({ answers }, index) => answers[chosen[index] as number]?.right === true);
}
