import { z } from "zod";

export const countsShape = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });
export type Counts = z.infer<typeof countsShape>;

/** Names the file that gets the counts of a mocha run. */
export const countsVariable = "PULUMI_LAB_TEST_COUNTS";
