import { join } from "node:path";
import type { Want } from "../../src/core/provision/tools";

/** A group of tests that is run, timed and counted together. */
export interface Suite {
  name: string;
  /** What must be installed before it runs. */
  want: Want[];
  /** It is ended, and has failed, after this time. */
  limitMinutes: number;
  steps: Step[];
}

export type Step =
  /** A check that passes or fails as a whole: the arguments for Node. */
  | { kind: "check"; title: string; args: string[] }
  /** The test files of a mocha run. */
  | { kind: "mocha"; globs: string[] };

const tool = (...path: string[]) => join("node_modules", ...path);

/** In the order in which `npm test` runs them. Every `*.test.ts` in the repository belongs to one of them. */
export const suites: Suite[] = [
  {
    name: "lint",
    want: [],
    limitMinutes: 10,
    steps: [
      { kind: "check", title: "eslint", args: [tool("eslint", "bin", "eslint.js"), "."] },
      { kind: "check", title: "tsc", args: [tool("typescript", "bin", "tsc"), "--project", "."] },
      { kind: "check", title: "tsc of the web views", args: [tool("typescript", "bin", "tsc"), "--project", "webview"] },
      { kind: "check", title: "tsc of the web views' tests", args: [tool("typescript", "bin", "tsc"), "--project", "test/webview"] },
    ],
  },
  {
    name: "unit",
    want: ["node"],
    limitMinutes: 15,
    steps: [{ kind: "mocha", globs: ["test/unit/**/*.test.ts"] }],
  },
  {
    name: "integration",
    want: ["node", "pulumi", "ministack", "labs"],
    limitMinutes: 60,
    steps: [{ kind: "mocha", globs: ["test/integration/**/*.test.ts"] }],
  },
  {
    name: "editor",
    want: ["node", "pulumi", "ministack", "labs", "editor"],
    limitMinutes: 55,
    steps: [
      { kind: "mocha", globs: ["test/webview/**/*.test.ts"] },
      { kind: "mocha", globs: ["test/editor/**/*.test.ts"] },
    ],
  },
];
