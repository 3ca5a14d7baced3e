/** S3's own error pages, which a website shows when it has no error document. */

import { escapeHtml } from "../../../shared/html";

export interface SiteError {
  status: number;
  /** S3's error code, such as `NoSuchKey`. */
  code: string;
  message: string;
  /** Further lines of S3's page, such as `Key`. */
  details?: Record<string, string>;
  /** For the learner: why, in the lab's words. S3 does not say. */
  why?: string;
}

const reasons: Record<number, string> = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  412: "Precondition Failed",
  416: "Requested Range Not Satisfiable",
  500: "Internal Server Error",
  502: "Bad Gateway",
};

/** The page for an error; `errorDocument` is what went wrong with the website's own error document, if it has one. */
export function errorPage(error: SiteError, errorDocument?: SiteError): string {
  const title = `${error.status} ${reasons[error.status] ?? "Error"}`;
  const more = errorDocument
    ? `<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n${listOf(errorDocument)}`
    : "";
  const why = error.why ? `<p><small>Pulumi Learning Lab: ${escapeHtml(error.why)}</small></p>\n` : "";
  return `<html>
<head><title>${title}</title></head>
<body>
<h1>${title}</h1>
${listOf(error)}${more}<hr/>
${why}</body>
</html>
`;
}

function listOf(error: SiteError): string {
  const lines = Object.entries({ Code: error.code, Message: error.message, ...error.details });
  return `<ul>\n${lines.map(([name, value]) => `<li>${escapeHtml(name)}: ${escapeHtml(value)}</li>`).join("\n")}\n</ul>\n`;
}
