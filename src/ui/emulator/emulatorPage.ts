import type { RunningEmulator } from "../../core/lab/installation";

/** Pages for people that emulators of this family are known to have. */
const PAGES: Record<string, readonly string[]> = { LocalStack: ["/_localstack/swagger"], MiniStack: [] };

/** An emulator's own page where it has one, else its health answer, which each has. */
export async function emulatorPage({ name, endpoint }: RunningEmulator, signal: AbortSignal): Promise<string> {
  for (const path of PAGES[name] ?? ["/"]) {
    if (await isPage(endpoint + path, signal)) return endpoint + path;
  }
  return `${endpoint}/_localstack/health`;
}

async function isPage(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: "error", headers: { accept: "text/html" }, signal: AbortSignal.any([signal, AbortSignal.timeout(3000)]) });
    await response.body?.cancel();
    return response.ok && (response.headers.get("content-type") ?? "").startsWith("text/html");
  } catch (error) {
    if (signal.aborted) throw error;
    return false;
  }
}
