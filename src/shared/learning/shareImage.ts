import { type ProgressReport, percent } from "./progressReport";

const WIDTH = 1200;
const ROW = 34;
const TOP = 190;
const LEFT = 60;
const BAR = { x: 560, width: 480, height: 16 };

/** The report as a picture to show others: an SVG that needs nothing from elsewhere. */
export function shareImage(report: ProgressReport): string {
  const height = TOP + report.groups.length * ROW + 60;
  const rows = report.groups.map((group, at) => {
    const y = TOP + at * ROW;
    const width = Math.round((BAR.width * group.done) / Math.max(1, group.total));
    const fill = group.total > 0 && group.done === group.total ? "#3fb950" : "#58a6ff";
    return [
      text(LEFT, y + 13, 18, "#e6edf3", shorten(group.title, 48)),
      `<rect x="${BAR.x}" y="${y}" width="${BAR.width}" height="${BAR.height}" rx="8" fill="#30363d"/>`,
      width > 0 ? `<rect x="${BAR.x}" y="${y}" width="${Math.max(width, BAR.height)}" height="${BAR.height}" rx="8" fill="${fill}"/>` : "",
      text(BAR.x + BAR.width + 20, y + 13, 16, "#9da7b3", `${group.done}/${group.total}`),
    ].join("");
  });
  const { all } = report;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escape(`${report.title}: ${all.done} of ${all.total} done`)}">`,
    `<rect width="${WIDTH}" height="${height}" rx="24" fill="#0d1117"/>`,
    text(LEFT, 82, 38, "#e6edf3", report.title, "bold"),
    text(LEFT, 128, 22, "#9da7b3", `${all.done} of ${all.total} items done (${percent(all)} %), ${report.verified} verified`),
    ...rows,
    text(LEFT, height - 24, 14, "#9da7b3", "Pulumi Learning Lab"),
    "</svg>",
    "",
  ].join("\n");
}

function text(x: number, y: number, size: number, fill: string, content: string, weight = "normal"): string {
  return `<text x="${x}" y="${y}" font-family="Segoe UI, Helvetica, Arial, sans-serif" font-size="${size}" font-weight="${weight}" fill="${fill}">${escape(content)}</text>`;
}

function shorten(value: string, length: number): string {
  const characters = [...value];
  return characters.length <= length ? value : `${characters.slice(0, length - 1).join("")}…`;
}

function escape(value: string): string {
  // What XML can't carry at all is left out.
  const clean = value.replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "");
  return clean.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
}
