/** What the website front is started with, and what it is asked while it runs. */
import { z } from "zod";

/** Comes as one JSON document on its standard input. */
export const frontOptionsSchema = z.object({
  endpoint: z.string(),
  stateDir: z.string(),
  /** Who has it may ask for new websites. */
  token: z.string().min(16),
  /** Which build was started; another one replaces it. */
  build: z.string(),
  /** How long the emulator may be silent before the front goes. */
  lingerMs: z.number().int().positive().optional(),
});
export type FrontOptions = z.infer<typeof frontOptionsSchema>;

/** `POST /sites` with the token as a bearer. */
export const siteRequestSchema = z.object({ bucket: z.string().min(1).max(255) });
export const siteReplySchema = z.object({ url: z.string() });
