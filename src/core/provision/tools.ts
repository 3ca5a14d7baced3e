import type { Face } from "./face";

/** What provisioning can be asked for. */
export type Want = "node" | "pulumi" | "ministack" | "labs" | "editor";

export interface NodeTool {
  path: string;
  version: string;
  /** The Node that runs us is recent enough, or ours from the cache. */
  source: "running" | "cache";
  /** To be added to the environment of what is started with it (the editor's own Node needs it). */
  env: Record<string, string>;
}

export interface PulumiTool {
  /** Absolute. Named `pulumi` in a folder `bin`, unless a person chose another one. */
  path: string;
  version: string;
  source: "setting" | "path" | "cache" | "vendor" | "go";
}

export interface PythonTool {
  path: string;
  version: string;
}

export interface MinistackTool {
  /** MiniStack is `spawn(command, args)`; BIND_HOST and GATEWAY_PORT in its environment say where it listens. */
  command: string;
  args: string[];
  version: string;
  python: string;
}

/** VS Code for the browser: `node.path entry …options` serves it. */
export interface EditorTool {
  node: NodeTool;
  /** The script of code-server. */
  entry: string;
  version: string;
}

/** The offline store of the labs' packages. */
export interface LabStore {
  dir: string;
  /** Ids of the templates that can be scaffolded without a network. */
  warmed: string[];
}

export interface Provisioned {
  node: NodeTool;
  pulumi: PulumiTool;
  ministack: MinistackTool;
  labs: LabStore;
  editor: EditorTool;
}

/** What every step of provisioning needs to know of its surroundings. */
export interface ProvisionContext {
  /** The installation root, which holds `dist`, `tools`, `localstack` and `templates`. */
  root: string;
  cacheDir: string;
  env: NodeJS.ProcessEnv;
  platform: NodeJS.Platform;
  arch: string;
  /** Where the person reads what is told; the terminal by default. */
  face?: Face;
  signal?: AbortSignal;
  /** One plain line each, without a newline. */
  onProgress: (message: string) => void;
}
