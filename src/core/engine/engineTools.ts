/** The programs and folders that the engine works with. */
export interface EngineTools {
  node: { path: string; env: Record<string, string> };
  /** Absolute path of the Pulumi CLI. */
  pulumi: string;
  hostScript: string;
  providerScript: string;
  languageHostScript: string;
  cacheDir: string;
  dataDir: string;
}
