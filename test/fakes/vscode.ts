/** The few parts of VS Code's API that views need, so that they can be tested in plain Node. */
import Module from "node:module";

type Listener<T> = (value: T) => void;
interface Disposable {
  dispose(): void;
}

class EventEmitter<T> {
  private readonly listeners = new Set<Listener<T>>();
  readonly event = (listener: Listener<T>): Disposable => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }
  dispose(): void {
    this.listeners.clear();
  }
}

/** Text that was added as text is kept apart from Markdown, so that a test can tell which is which. */
class MarkdownString {
  value = "";
  readonly texts: string[] = [];
  readonly blocks: string[] = [];
  appendText(text: string): this {
    this.texts.push(text);
    return this;
  }
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
  appendCodeblock(text: string): this {
    this.blocks.push(text);
    return this;
  }
}

class TreeItem {
  constructor(
    readonly label: string,
    readonly collapsibleState = 0,
  ) {}
}

class ThemeColor {
  constructor(readonly id: string) {}
}

class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

class FileDecoration {
  constructor(
    readonly badge: string,
    readonly tooltip: string,
    readonly color?: ThemeColor,
  ) {}
}

interface Address {
  scheme: string;
  path: string;
  fsPath: string;
  query: string;
  toString(): string;
}

function address(scheme: string, path: string, query = ""): Address {
  return { scheme, path, fsPath: path, query, toString: () => `${scheme}:${path}?${query}` };
}

class RelativePattern {
  constructor(
    readonly base: Address,
    readonly pattern: string,
  ) {}
}

/** What a test drives and looks at. */
export class FakeEditor {
  readonly reveals: unknown[] = [];
  readonly contexts: Record<string, unknown> = {};
  readonly watchers: { base: string; pattern: string; created: EventEmitter<Address>; disposed: boolean }[] = [];
  readonly view: { selection: unknown[]; message?: string } = { selection: [] };
  decorate?: (uri: Address) => FileDecoration | undefined;
  folders: string[] = [];
  private readonly nothing = (): Disposable => ({ dispose: () => undefined });

  /** A file comes into being, as its watchers hear of it. */
  created(base: string, pattern: string, file: string): void {
    for (const watcher of this.watchers) {
      if (!watcher.disposed && watcher.base === base && watcher.pattern === pattern) watcher.created.fire(address("file", file));
    }
  }

  readonly api = {
    EventEmitter,
    MarkdownString,
    TreeItem,
    ThemeColor,
    ThemeIcon,
    FileDecoration,
    RelativePattern,
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    Disposable: { from: (...all: Disposable[]) => ({ dispose: () => all.forEach((each) => each.dispose()) }) },
    Uri: { file: (path: string) => address("file", path), from: (parts: Address) => address(parts.scheme, parts.path, parts.query) },
    env: { language: "en" },
    l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d+)\}/g, (_all, at) => String(values[Number(at)])) },
    commands: {
      executeCommand: async (id: string, ...given: unknown[]) => {
        if (id === "setContext") this.contexts[String(given[0])] = given[1];
      },
    },
    window: {
      createTreeView: () => Object.assign(this.view, { reveal: async (item: unknown) => void this.reveals.push(item), dispose: () => undefined }),
      registerFileDecorationProvider: (provider: { provideFileDecoration(uri: Address): FileDecoration | undefined }) => {
        this.decorate = (uri) => provider.provideFileDecoration(uri);
        return this.nothing();
      },
    },
    workspace: Object.defineProperty(
      {
        onDidChangeWorkspaceFolders: this.nothing,
        onDidGrantWorkspaceTrust: this.nothing,
        createFileSystemWatcher: ({ base, pattern }: RelativePattern) => {
          const watcher = { base: base.fsPath, pattern, created: new EventEmitter<Address>(), disposed: false };
          this.watchers.push(watcher);
          return { onDidCreate: watcher.created.event, onDidChange: this.nothing, onDidDelete: this.nothing, dispose: () => (watcher.disposed = true) };
        },
      },
      "workspaceFolders",
      { get: () => this.folders.map((path, index) => ({ uri: address("file", path), name: path.split("/").pop(), index })) },
    ),
  };
}

/** Makes `require("vscode")` give the fake, for as long as a module is loaded by `use`. */
export function withVscode<T>(editor: FakeEditor, use: () => T): T {
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const original = loader._load;
  loader._load = (request, ...rest) => (request === "vscode" ? editor.api : original(request, ...rest));
  try {
    return use();
  } finally {
    loader._load = original;
  }
}
