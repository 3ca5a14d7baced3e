import { z } from "zod";

/** Names the file into which the suite in the extension host writes how its tests went. */
export const resultsVariable = "EDITOR_TEST_RESULTS";

/** Names the folder of packages that projects of the suite stand on. */
export const packagesVariable = "EDITOR_TEST_PACKAGES";

export const resultsShape = z.array(z.object({ title: z.string(), error: z.string().optional() }));
export type HostResults = z.infer<typeof resultsShape>;
