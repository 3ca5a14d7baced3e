import { z } from "zod";

export const countsShape = z.object({ passed: z.number(), failed: z.number(), skipped: z.number() });
export type Counts = z.infer<typeof countsShape>;

/** What a mocha run leaves behind: its counts, and each test that failed, with the first line of its error. */
export const mochaResult = z.object({ counts: countsShape, failures: z.array(z.string()) });
export type MochaResult = z.infer<typeof mochaResult>;

/** Names the file that gets the result of a mocha run. */
export const countsVariable = "PULUMI_LAB_TEST_COUNTS";
