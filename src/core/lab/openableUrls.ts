import { websiteUrl } from "../emulator/website";
import type { StackSession } from "../engine/stackSession";
import { readState } from "../engine/stackState";
import { stackUrls } from "../engine/stackUrls";
import type { Installation } from "./installation";

/** The addresses of a deployed stack that work on this machine; the website front is started where one needs it. */
export async function openableUrls(
  { emulatorDir, frontCommand }: Installation,
  session: Pick<StackSession, "backend" | "project" | "stack">,
  endpoint: string,
  signal?: AbortSignal,
): Promise<{ urn: string; url: string }[]> {
  const state = await readState(session.backend.dir, session.project.name, session.stack);
  return Promise.all(
    stackUrls(state, endpoint).map(async (each) => ({
      urn: each.urn,
      url: each.kind === "website" ? await websiteUrl({ stateDir: emulatorDir, frontCommand, endpoint, bucket: each.bucket, signal }) : each.url,
    })),
  );
}
