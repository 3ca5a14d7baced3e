import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** The fences: ui -> core -> shared, cli -> core, webview -> shared, and vscode in ui and extension.ts alone. */
const noVscode = { name: "vscode", message: "vscode is imported in src/ui and src/extension.ts only." };
const fence = (files, ...groups) => fenced(files, groups, [noVscode]);
const fenced = (files, groups, paths) => ({
  files,
  rules: {
    "no-restricted-imports": ["error", { paths, patterns: groups.map((group) => ({ group: [group] })) }],
  },
});

export default tseslint.config(
  { ignores: ["dist/**", "node_modules/**", ".lab/**", "templates/**", "test/fixtures/**", "**/*.d.ts"] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      eqeqeq: ["error", "always", { null: "ignore" }],
    },
  },
  { files: ["**/*.mjs", "**/*.cjs", "**/*.js"], languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly", setTimeout: "readonly", clearTimeout: "readonly", Buffer: "readonly", fetch: "readonly", AbortController: "readonly", require: "readonly", module: "writable", __dirname: "readonly" } } },
  { files: ["*.mjs"], rules: { "no-restricted-exports": "off" } },
  fence(["src/shared/**/*.ts"], "node:*", "**/core/**", "**/cli/**", "**/ui/**", "**/provider/**", "**/programHost/**"),
  fence(["src/core/**/*.ts"], "**/cli/**", "**/ui/**", "**/provider/**", "**/programHost/**", "**/websiteFront/**"),
  fence(["src/typeCheck/**/*.ts"], "**/cli/**", "**/ui/**", "**/provider/**", "**/programHost/**"),
  fenced(["src/ui/**/*.ts"], ["**/cli/**", "**/provider/**", "**/programHost/**", "**/websiteFront/**", "**/webview/**"], []),
  fence(["src/websiteFront/**/*.ts"], "**/cli/**", "**/ui/**", "**/provider/**", "**/programHost/**"),
  fence(["src/provider/**/*.ts"], "**/cli/**", "**/ui/**", "**/programHost/**"),
  fence(["src/programHost/**/*.ts"], "**/cli/**", "**/ui/**", "**/provider/**"),
  fence(["src/cli/**/*.ts"], "**/ui/**", "**/provider/**", "**/programHost/**"),
  fence(["webview/**/*.ts"], "node:*", "**/core/**", "**/cli/**", "**/ui/**", "**/provider/**", "**/programHost/**"),
);
