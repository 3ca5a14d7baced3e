import { duration, type ProgressReport, percent } from "./progressReport";

/** The report as a document of its own. @param today as `2026-11-25` */
export function progressMarkdown(report: ProgressReport, today: string): string {
  const { all, groups, evidence } = report;
  const rows = groups.map(({ title, done, total, status, started, completed, minutesLeft }) => `| ${cell(title)} | ${done} of ${total} | ${cell(status)} | ${cell(started)} | ${cell(completed)} | ${minutesLeft > 0 ? duration(minutesLeft) : ""} |`);
  const proofs = evidence.map(({ title, what, time }) => `- ${inline(title)}: ${inline(what)} (${time.slice(0, 10)})`);
  return [
    `# Progress: ${inline(report.title)}`,
    "",
    `As of ${today}: **${all.done} of ${all.total}** items (${percent(all)} %), ${report.verified} of them verified.`,
    ...(report.current ? ["", `Next: ${inline(report.current.item)} (${inline(report.current.group)}, ${inline(report.current.section)})`] : []),
    "",
    "| Phase | Done | Status | Started | Completed | Left, about |",
    "|---|---|---|---|---|---|",
    ...rows,
    ...(proofs.length > 0 ? ["", "## Verified", "", ...proofs] : []),
    "",
  ].join("\n");
}

function inline(text: string): string {
  return text.replace(/\s+/g, " ").replace(/([\\`*_[\]<>])/g, "\\$1");
}

function cell(text: string): string {
  return inline(text).replace(/\|/g, "\\|");
}
