/** Menus of the Learning Plan view. */
import { LEARNING_COMMANDS as LEARNING, LEARNING_VIEW } from "./learningIds";

interface MenuEntry {
  command: string;
  when: string;
  group: string;
}

export function learningTitleMenu(): MenuEntry[] {
  const at = (command: string, group: string): MenuEntry => ({ command, when: `view == ${LEARNING_VIEW}`, group });
  return [
    at(LEARNING.continue, "navigation@1"),
    at(LEARNING.progress, "navigation@2"),
    at(LEARNING.openPlan, "navigation@3"),
    at(LEARNING.refresh, "1_check@1"),
    at(LEARNING.startHere, "2_read@1"),
    at(LEARNING.compare, "2_read@2"),
    at(LEARNING.exportProgress, "3_export@1"),
    at(LEARNING.shareImage, "3_export@2"),
  ];
}

export function learningItemMenu(): MenuEntry[] {
  const on = (words: string, command: string, group: string): MenuEntry => ({
    command,
    when: [`view == ${LEARNING_VIEW}`, ...words.split(" ").map((word) => `viewItem =~ /\\b${word}\\b/`)].join(" && "),
    group,
  });
  return [
    on("planGroup", LEARNING.openWalkthrough, "inline@1"),
    on("planGroup", LEARNING.openWalkthrough, "1_learn@1"),
    on("planSection hasLesson", LEARNING.openLesson, "inline@1"),
    on("planSection", LEARNING.checkSection, "inline@2"),
    on("planSection hasLesson", LEARNING.openLesson, "1_learn@1"),
    on("planSection hasLesson", LEARNING.openSnippet, "1_learn@2"),
    on("planSection hasLesson", LEARNING.openDocs, "1_learn@3"),
    on("planSection", LEARNING.checkSection, "2_check@1"),
    on("planItem verified", LEARNING.checkItem, "inline@2"),
    on("planItem quiz", LEARNING.quiz, "inline@2"),
    on("planItem hasTemplate", LEARNING.scaffold, "inline@1"),
    on("planItem hasLesson", LEARNING.openLesson, "1_learn@1"),
    on("planItem hasTemplate", LEARNING.scaffold, "1_learn@2"),
    on("planItem hasLesson", LEARNING.openSnippet, "1_learn@3"),
    on("planItem hasLesson", LEARNING.openDocs, "1_learn@4"),
    on("planItem verified", LEARNING.checkItem, "2_check@1"),
    on("planItem quiz", LEARNING.quiz, "2_check@2"),
  ];
}
