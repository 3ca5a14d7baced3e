/** The graph panel's page, as HTML: pure, so that the extension and the page's own tests load the very same one. */
import { escapeHtml } from "./html";

export interface GraphPageOptions {
  /** Fresh for each page; letters and digits. */
  nonce: string;
  /** What the webview calls its own origin (`webview.cspSource`). */
  cspSource: string;
  scriptUri: string;
  styleUri: string;
  codiconUri: string;
  /** Script of the layout's worker: workers load from `blob:` only, so the page fetches it. */
  workerUri: string;
  /** Script that goes before it, where the layout engine is shipped on its own. */
  engineUri?: string;
  title: string;
  /** Of the person; English by default. */
  language?: string;
  /** The page's words in that language, by their English text. */
  translations?: Record<string, string>;
  /** Lets tests ask the page where things are. */
  debug?: boolean;
}

/** The page's Content-Security-Policy: nothing but our own files, and no inline scripts or styles without the nonce. */
export function graphPagePolicy({ nonce, cspSource }: Pick<GraphPageOptions, "nonce" | "cspSource">): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} data: blob:`,
    `font-src ${cspSource}`,
    "worker-src blob:",
    `connect-src ${cspSource}`,
  ].join("; ");
}

export function graphPageHtml(options: GraphPageOptions): string {
  const nonce = escapeHtml(options.nonce);
  return `<!DOCTYPE html>
<html lang="${escapeHtml(options.language ?? "en")}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(graphPagePolicy(options))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<!-- Cytoscape adds a style element of its own, which the policy would refuse, unless this one is there. -->
<style id="__________cytoscape_stylesheet" nonce="${nonce}">.__________cytoscape_container { position: relative; }</style>
<link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${nonce}" href="${escapeHtml(options.codiconUri)}">
<link rel="stylesheet" nonce="${nonce}" href="${escapeHtml(options.styleUri)}">
</head>
<body data-worker="${escapeHtml([options.engineUri, options.workerUri].filter((uri) => uri !== undefined).join(" "))}"${options.translations ? ` data-translations="${escapeHtml(JSON.stringify(options.translations))}"` : ""}${options.debug ? ' data-debug="true"' : ""}>
<div id="app"></div>
<script nonce="${nonce}" src="${escapeHtml(options.scriptUri)}"></script>
</body>
</html>
`;
}
