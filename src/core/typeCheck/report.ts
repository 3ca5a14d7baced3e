import { z } from "zod";

/** At most so many are reported: more than that says "something basic is wrong", and the first ones show it. */
export const MAX_TYPE_DIAGNOSTICS = 200;

/** What the process of the type check is told, as JSON in its first argument. */
export const typeCheckRequest = z.object({
  projectDir: z.string(),
  /** Absolute path of the program: a file with or without its extension, or a folder. */
  main: z.string(),
});
export type TypeCheckRequest = z.infer<typeof typeCheckRequest>;

/** Lines and columns start at 1; `file` is absolute. */
const typeDiagnostic = z.object({
  file: z.string(),
  line: z.number(),
  column: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
  /** TypeScript's own, such as 2322. */
  code: z.number(),
  message: z.string(),
  severity: z.enum(["error", "warning"]),
});
export type TypeDiagnostic = z.infer<typeof typeDiagnostic>;

/** What the process prints: one of these as JSON. */
export const typeCheckReport = z.discriminatedUnion("status", [
  z.object({
    status: z.literal("checked"),
    /** The version of the project's TypeScript. */
    version: z.string(),
    diagnostics: z.array(typeDiagnostic).max(MAX_TYPE_DIAGNOSTICS),
    /** There were more. */
    truncated: z.boolean(),
  }),
  /** Nothing could be checked: that is no promise that the types are right. */
  z.object({ status: z.literal("unavailable"), reason: z.string() }),
]);
export type TypeCheckReport = z.infer<typeof typeCheckReport>;
