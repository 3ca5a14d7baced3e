/** The Progress editor's page, as HTML: pure, so that the extension and the page's own tests load the very same one. */
import { escapeHtml } from "../html";

export interface ProgressPageOptions {
  /** Fresh for each page; letters and digits. */
  nonce: string;
  /** What the webview calls its own origin (`webview.cspSource`). */
  cspSource: string;
  scriptUri: string;
  styleUri: string;
  codiconUri: string;
  title: string;
}

export function progressPageHtml(options: ProgressPageOptions): string {
  const { nonce, cspSource } = options;
  const policy = ["default-src 'none'", `script-src 'nonce-${nonce}'`, `style-src ${cspSource} 'nonce-${nonce}'`, `font-src ${cspSource}`].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(options.title)}</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" nonce="${escapeHtml(nonce)}" href="${escapeHtml(options.codiconUri)}">
<link rel="stylesheet" nonce="${escapeHtml(nonce)}" href="${escapeHtml(options.styleUri)}">
</head>
<body>
<main id="app"></main>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(options.scriptUri)}"></script>
</body>
</html>
`;
}
