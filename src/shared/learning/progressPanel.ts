/** What the Progress editor's page and the extension say to each other. */
import { z } from "zod";
import type { ProgressReport } from "./progressReport";

/** From the extension. The page believes its own extension: the type is enough, its shape is checked by its kind. */
export interface ToProgressPage {
  kind: "report";
  report: ProgressReport;
}

export const toProgressPage = z.looseObject({ kind: z.literal("report"), report: z.custom<ProgressReport>((value) => typeof value === "object" && value !== null && "groups" in value) });

/** From the page: it is ready, or a button was pressed. */
export const fromProgressPage = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ready") }),
  z.strictObject({ kind: z.literal("continue") }),
  z.strictObject({ kind: z.literal("export") }),
  z.strictObject({ kind: z.literal("image") }),
  z.strictObject({ kind: z.literal("openPlan") }),
  z.strictObject({ kind: z.literal("openGroup"), id: z.string() }),
  z.strictObject({ kind: z.literal("reveal"), id: z.string() }),
]);
export type FromProgressPage = z.infer<typeof fromProgressPage>;
