import { AsyncLocalStorage } from "node:async_hooks";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { Registration } from "../shared/hostProtocol";
import type { FilePosition } from "../core/errors";
import { packageOf } from "../core/safety/packages";
import { creationPosition } from "./positions";
import type { ProgramSdk, SourcePositionMessage } from "./sdk";

/** The parts of RegisterResourceRequest that are read here. */
interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getCustom(): boolean;
  getRemote?(): boolean;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): { forEach(each: (value: { getUrnsList(): string[] }, key: string) => void): void };
  setSourceposition?(position: unknown): void;
  setStacktrace?(trace: unknown): void;
}

interface ReadRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getDependenciesList(): string[];
  setSourceposition?(position: unknown): void;
  setStacktrace?(trace: unknown): void;
}

type Callback = (error: unknown, response?: unknown) => void;

export interface RegistrationListener {
  /** Called as the program registers a resource, before the engine has seen it. */
  registered(registration: Registration): void;
  /** Why a package's resources must not reach the engine; undefined when they may. */
  refuse(packageName: string, type: string): string | undefined;
}


const PERMISSION_DENIED = 7;

export interface SourceFolders {
  /** The user's project. */
  projectDir: string;
  /** Where the engine found Pulumi.yaml: the project, or a scratch copy of its settings. */
  engineRoot: string;
}

/**
 * Watches the SDK register resources: engine events carry neither dependencies (pulumi/pulumi#8621) nor usable
 * source positions for ES modules, and the plan file is not written when a preview fails.
 */
export function watchRegistrations(sdk: ProgramSdk, folders: SourceFolders, listener: RegistrationListener): void {
  const { projectDir, engineRoot } = folders;
  // The call that registers a resource runs in the user's stack; the request is sent many awaits later.
  const created = new AsyncLocalStorage<FilePosition | undefined>();
  const byUrn = new Map<string, FilePosition>();

  for (const name of ["registerResource", "readResource"]) {
    const original = sdk.runtimeResource[name] as ((...args: unknown[]) => unknown) | undefined;
    if (!original) continue;
    sdk.runtimeResource[name] = function (this: unknown, ...args: unknown[]) {
      const position = creationPosition(args[0], projectDir) ?? created.getStore();
      return created.run(position, () => original.apply(this, args));
    } as never;
  }

  const place = (request: RegisterRequest | ReadRequest): FilePosition | undefined => {
    const position = created.getStore() ?? byUrn.get(request.getParent());
    // The SDK's own positions and traces name its files and ours; wrong ones are worse than none.
    request.setSourceposition?.(undefined);
    request.setStacktrace?.(undefined);
    if (position && request.setSourceposition) {
      const message: SourcePositionMessage = new sdk.sourceMessages.SourcePosition();
      // The engine records the path relative to its own root: then the state says `project:///index.ts` in either case.
      message.setUri(pathToFileURL(join(engineRoot, relative(projectDir, position.file))).href);
      message.setLine(position.line);
      message.setColumn(position.column);
      request.setSourceposition(message);
    }
    return position;
  };

  const rememberUrn = (callback: Callback, position: FilePosition | undefined): Callback => {
    return (error, response) => {
      const urn = (response as { getUrn?(): string } | undefined)?.getUrn?.();
      if (urn && position) byUrn.set(urn, position);
      callback(error, response);
    };
  };

  const prototype = sdk.monitorClient.prototype;
  const register = prototype.registerResource as (request: RegisterRequest, ...rest: unknown[]) => unknown;
  prototype.registerResource = function (this: unknown, request: RegisterRequest, ...rest: unknown[]) {
    const callback = rest.pop() as Callback;
    const type = request.getType();
    if (request.getCustom() || request.getRemote?.()) {
      const reason = listener.refuse(packageOf(type), type);
      if (reason) {
        callback(Object.assign(new Error(reason), { code: PERMISSION_DENIED, details: reason }));
        return undefined;
      }
    }
    const position = place(request);
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((value, key) => {
      const urns = value.getUrnsList();
      if (urns.length > 0) propertyDependencies[key] = urns;
    });
    listener.registered({
      type,
      name: request.getName(),
      parent: request.getParent() || undefined,
      custom: request.getCustom(),
      dependencies: request.getDependenciesList(),
      propertyDependencies,
      source: position,
    });
    return register.call(this, request, ...rest, rememberUrn(callback, position));
  } as never;

  const read = prototype.readResource as (request: ReadRequest, ...rest: unknown[]) => unknown;
  prototype.readResource = function (this: unknown, request: ReadRequest, ...rest: unknown[]) {
    const callback = rest.pop() as Callback;
    const position = place(request);
    const type = request.getType();
    const reason = listener.refuse(packageOf(type), type);
    if (reason) {
      callback(Object.assign(new Error(reason), { code: PERMISSION_DENIED, details: reason }));
      return undefined;
    }
    listener.registered({
      type,
      name: request.getName(),
      parent: request.getParent() || undefined,
      custom: true,
      dependencies: request.getDependenciesList(),
      propertyDependencies: {},
      source: position,
    });
    return read.call(this, request, ...rest, rememberUrn(callback, position));
  } as never;
}
