/* eslint no-control-regex: off -- terminals speak in control characters */
// Draws what a command prints on a terminal as an SVG: node docs/images/terminal.mjs OUT.svg COMMAND...
// The colours are the command's own, read from its escape sequences.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const [out, ...command] = process.argv.slice(2);
const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
const text = execFileSync("script", ["-qec", `stty cols 110; ${quoted}`, "/dev/null"], { encoding: "utf8", env: { ...process.env, TERM: "xterm-256color" } });

const COLORS = { 31: "#f47067", 32: "#57ab5a", 33: "#c69026", 34: "#539bf5", 35: "#b083f0", 36: "#39c5cf", 90: "#768390" };
const escape = (value) => value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const lines = text.replaceAll("\r", "").replace(/\n+$/, "").split("\n");
let style = {};
const rows = lines.map((line, index) => {
  const spans = line.split(/(\u001b\[[0-9;]*[A-Za-z])/).map((part) => {
    const found = /^\u001b\[([0-9;]*)m$/.exec(part);
    if (found) {
      for (const code of found[1].split(";").map(Number)) {
        if (code === 0) style = {};
        else if (code === 1) style = { ...style, bold: true };
        else if (code === 2) style = { ...style, dim: true };
        else if (code === 22) style = { ...style, bold: false, dim: false };
        else if (code === 39) style = { ...style, color: undefined };
        else if (COLORS[code]) style = { ...style, color: COLORS[code] };
      }
      return "";
    }
    if (part === "" || part.startsWith("\u001b")) return "";
    const fill = style.color ?? (style.dim ? "#768390" : "#adbac7");
    return `<tspan fill="${fill}"${style.bold ? ' font-weight="bold"' : ""}>${escape(part)}</tspan>`;
  });
  return `<text x="20" y="${52 + index * 19}" xml:space="preserve">${spans.join("")}</text>`;
});
const width = Math.max(...lines.map((line) => line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").length)) * 8.45 + 40;
const height = lines.length * 19 + 62;
writeFileSync(out, `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<title>Output of ${escape(command.join(" "))}</title>
<rect width="${width}" height="${height}" rx="10" fill="#22272e"/><circle cx="20" cy="18" r="6" fill="#f47067"/><circle cx="40" cy="18" r="6" fill="#c69026"/><circle cx="60" cy="18" r="6" fill="#57ab5a"/>
${rows.join("\n")}
</svg>
`);
