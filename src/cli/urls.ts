import { websiteUrl } from "../core/emulator/website";
import type { StackSession } from "../core/engine/stackSession";
import { readState } from "../core/engine/stackState";
import { stackUrls } from "../core/engine/stackUrls";
import type { Lab } from "./lab";

/** The addresses of a deployed stack that work on this machine; the website front is started where one needs it. */
export async function openableUrls(lab: Lab, session: StackSession, endpoint: string): Promise<{ urn: string; url: string }[]> {
  const state = await readState(session.backend.dir, session.project.name, session.stack);
  return Promise.all(
    stackUrls(state, endpoint).map(async (each) => ({
      urn: each.urn,
      url:
        each.kind === "website"
          ? await websiteUrl({ stateDir: lab.emulatorDir, frontCommand: lab.frontCommand, endpoint, bucket: each.bucket, signal: lab.signal })
          : each.url,
    })),
  );
}
