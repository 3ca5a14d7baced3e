/** The gRPC face: `pulumirpc.ResourceProvider` over the definitions. One service answers for every provider instance. */

import { status, type handleUnaryCall, type sendUnaryData, type ServerUnaryCall, type UntypedServiceImplementation } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb.js";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb.js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { cancelledBy, newCancellation } from "./cancellation";
import { checkFields, unknownTypeFailure, type CheckFailure } from "./check";
import { checkConfig, configure, REPLACING_SETTINGS, type ProcessSettings, type ProviderConfig } from "./config";
import { makeContext } from "./context";
import { allInputs, allOutputs, type AnyFunction, type AnyResource } from "./definition";
import { canonical, type Change } from "./diff";
import type { EngineLog } from "./engineLog";
import { explainError, ProviderError } from "./errors";
import { failureOf, initFailed } from "./grpcErrors";
import { autoNamingOf, checkResponse, decode, diffResponse, failureMessage, struct } from "./messages";
import * as lifecycle from "./lifecycle";
import { withoutUndefined } from "./state";
import { maskSecrets, mergeSecrets, outgoingSecrets } from "./secrets";
import { encodeValues, hasUnknown, type Decoded, type SecretShape, type Values } from "./wire";

export interface Registry {
  resources: ReadonlyMap<string, AnyResource>;
  functions: ReadonlyMap<string, AnyFunction>;
}

export interface ServiceOptions {
  settings: ProcessSettings;
  registry: Registry;
  version: string;
  log: EngineLog;
}

/** One `aws.Provider`: requests don't name theirs, but each has its own connection. */
interface Instance {
  config?: ProviderConfig;
  engine?: string;
  cancel: AbortController;
}

export function providerService(options: ServiceOptions): UntypedServiceImplementation {
  const { registry, settings } = options;
  const instances = new Map<string, Instance>();

  const instanceOf = (peer: string): Instance => {
    let instance = instances.get(peer);
    if (!instance) instances.set(peer, (instance = { cancel: newCancellation() }));
    return instance;
  };
  const configOf = (peer: string): ProviderConfig => {
    const { config } = instanceOf(peer);
    if (!config) throw new ProviderError("the provider was not configured on this connection. Run the operation again.");
    return config;
  };
  const definitionOf = (type: string): AnyResource => {
    const definition = registry.resources.get(type);
    if (!definition) throw new ProviderError(unknownTypeFailure(type).reason.slice(type.length + 2));
    return definition;
  };
  const environmentOf = (peer: string, request: { getUrn(): string }, timeout = 0): lifecycle.Environment => {
    const instance = instanceOf(peer);
    const urn = request.getUrn();
    return {
      config: configOf(peer),
      logicalName: nameOf(urn),
      programDirectory: settings.programDirectory,
      signal: instance.cancel.signal,
      timeout,
      onWarning: (message) => options.log.warn(instance.engine, urn, message),
    };
  };

  /** Turns an async function into a handler whose failures name the resource. */
  const unary = <Q, A>(answer: (request: Q, peer: string) => Promise<A> | A): handleUnaryCall<Q, A> =>
    ((call: ServerUnaryCall<Q, A>, callback: sendUnaryData<A>) => {
      const peer = call.getPeer();
      Promise.resolve()
        .then(() => cancelledBy(instanceOf(peer).cancel.signal, () => answer(call.request, peer)))
        .then(
          (response) => callback(null, response),
          (error: unknown) => callback(isReady(error) ? error : failureOf(explainError(subjectOf(call.request), error), error)),
        );
    }) as handleUnaryCall<Q, A>;

  /** As `unary`, with the secrets of what came in masked in what is said about it. */
  const guarded = async <A>(request: unknown, incoming: Decoded[], work: () => Promise<A>): Promise<A> => {
    try {
      return await work();
    } catch (error) {
      const cause = error instanceof lifecycle.IncompleteError ? error.cause : error;
      const message = incoming.reduce(
        (text, { values, secrets }) => maskSecrets(text, values, secrets),
        explainError(subjectOf(request), cause),
      );
      if (!(error instanceof lifecycle.IncompleteError)) throw failureOf(message, cause);
      const [given] = incoming;
      const definition = definitionOf((request as rpc.CreateRequest).getType());
      const secrets = outgoing(definition, error.state, given ?? { values: {}, secrets: undefined });
      throw initFailed(message, error.id, encodeValues(error.state, secrets));
    }
  };

  return {
    handshake: unary((request: rpc.ProviderHandshakeRequest, peer) => {
      instanceOf(peer).engine = request.getEngineAddress();
      const response = new rpc.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setAcceptResources(false);
      response.setAcceptOutputs(false);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    attach: unary((request: PluginAttach, peer) => {
      instanceOf(peer).engine = request.getAddress();
      return new Empty();
    }),

    getPluginInfo: unary(() => {
      const info = new PluginInfo();
      info.setVersion(options.version);
      return info;
    }),

    getSchema: unary(() => {
      const response = new rpc.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: "aws", version: options.version, resources: {}, functions: {} }));
      return response;
    }),

    checkConfig: unary(async (request: rpc.CheckRequest) => {
      const { values, secrets } = decode(request.getNews());
      return checkResponse(values, secrets, await checkConfig(values));
    }),

    diffConfig: unary((request: rpc.DiffRequest) => {
      const olds = decode(request.getOldInputs() ?? request.getOlds()).values;
      const news = decode(request.getNews()).values;
      const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (key) => key !== "version" && canonical(olds[key]) !== canonical(news[key]),
      );
      const changes = keys.map((path): Change => ({
        path,
        kind: !(path in olds) ? "add" : !(path in news) ? "delete" : "update",
        replaces: REPLACING_SETTINGS.includes(path) && !hasUnknown(news[path]),
      }));
      return diffResponse({ changes, deleteBeforeReplace: false });
    }),

    configure: unary(async (request: rpc.ConfigureRequest, peer) => {
      const instance = instanceOf(peer);
      instance.config = await configure(decode(request.getArgs()).values, settings);
      instance.cancel = newCancellation();
      const response = new rpc.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    check: unary((request: rpc.CheckRequest) => {
      const news = decode(request.getNews());
      const definition = registry.resources.get(request.getType());
      if (!definition) return checkResponse(news.values, news.secrets, [unknownTypeFailure(request.getType())]);
      const autoNaming = autoNamingOf(request);
      const { inputs, failures } = lifecycle.checkResource(definition, {
        logicalName: nameOf(request.getUrn()),
        olds: decode(request.getOlds()).values,
        news: news.values,
        seed: request.getRandomseed_asU8(),
        ...(autoNaming ? { autoNaming } : {}),
      });
      const secrets = outgoingSecrets(inputs, news.values, news.secrets, definition.inputs);
      return checkResponse(inputs, secrets, masked(failures, news));
    }),

    diff: unary((request: rpc.DiffRequest, peer) => {
      const result = lifecycle.diffResource(
        definitionOf(request.getType()),
        {
          oldInputs: decode(request.getOldInputs() ?? request.getOlds()).values,
          state: decode(request.getOlds()).values,
          news: decode(request.getNews()).values,
          ignored: request.getIgnorechangesList(),
        },
        configOf(peer),
      );
      return diffResponse(result);
    }),

    create: unary((request: rpc.CreateRequest, peer) => {
      const inputs = decode(request.getProperties());
      return guarded(request, [inputs], async () => {
        const definition = definitionOf(request.getType());
        const environment = environmentOf(peer, request, request.getTimeout());
        const response = new rpc.CreateResponse();
        if (request.getPreview()) {
          const state = lifecycle.previewCreate(definition, inputs.values, environment);
          response.setProperties(struct(state, outgoing(definition, state, inputs)));
          return response;
        }
        const { id, state } = await lifecycle.createResource(definition, inputs.values, environment);
        response.setId(id);
        response.setProperties(struct(state, outgoing(definition, state, inputs)));
        return response;
      });
    }),

    read: unary((request: rpc.ReadRequest, peer) => {
      const before = decode(request.getProperties());
      const oldInputs = decode(request.getInputs());
      return guarded(request, [oldInputs, before], async () => {
        const definition = definitionOf(request.getType());
        const found = await lifecycle.readResource(
          definition,
          { id: request.getId(), state: before.values, ...(request.hasInputs() ? { inputs: oldInputs.values } : {}) },
          environmentOf(peer, request, request.getTimeout()),
        );
        const response = new rpc.ReadResponse();
        if (!found) return response;
        const known = { values: { ...before.values, ...oldInputs.values }, secrets: mergeSecrets(before.secrets, oldInputs.secrets) };
        response.setId(found.id);
        response.setProperties(struct(found.state, outgoing(definition, found.state, known)));
        response.setInputs(struct(found.inputs, outgoingSecrets(found.inputs, known.values, known.secrets, definition.inputs)));
        return response;
      });
    }),

    update: unary((request: rpc.UpdateRequest, peer) => {
      const news = decode(request.getNews());
      const olds = decode(request.getOlds());
      const oldInputs = decode(request.getOldInputs() ?? request.getOlds());
      return guarded(request, [news, olds, oldInputs], async () => {
        const definition = definitionOf(request.getType());
        const environment = environmentOf(peer, request, request.getTimeout());
        const work = {
          id: request.getId(),
          oldInputs: oldInputs.values,
          state: olds.values,
          news: news.values,
          ignored: request.getIgnorechangesList(),
        };
        const state = request.getPreview()
          ? lifecycle.previewUpdate(definition, work, environment)
          : await lifecycle.updateResource(definition, work, environment);
        const response = new rpc.UpdateResponse();
        response.setProperties(struct(state, outgoing(definition, state, news)));
        return response;
      });
    }),

    delete: unary((request: rpc.DeleteRequest, peer) => {
      const state = decode(request.getProperties());
      return guarded(request, [state], async () => {
        await lifecycle.deleteResource(
          definitionOf(request.getType()),
          request.getId(),
          state.values,
          environmentOf(peer, request, request.getTimeout()),
        );
        return new Empty();
      });
    }),

    invoke: unary(async (request: rpc.InvokeRequest, peer) => {
      const args = decode(request.getArgs());
      const response = new rpc.InvokeResponse();
      const definition = registry.functions.get(request.getTok());
      if (!definition) {
        throw new ProviderError(
          "the embedded provider does not implement this function. Remove the call, or choose the official provider for " +
            "this stack: pulumi-lab deploy --provider official.",
        );
      }
      const { values, failures } = checkFields(definition.token, allInputs(definition), args.values);
      if (failures.length > 0) {
        response.setFailuresList(masked(failures, args).map(failureMessage));
        return response;
      }
      return guarded(request, [args], async () => {
        const config = configOf(peer);
        const region = typeof values["region"] === "string" ? values["region"] : config.region;
        const { signal } = instanceOf(peer).cancel;
        const context = makeContext({ config, region, logicalName: "", programDirectory: settings.programDirectory, signal, timeout: 0 });
        const answer = await definition.run(context, { ...values, region });
        const ambient = definition.regional === false ? {} : { region };
        const result = withoutUndefined({ ...values, ...ambient, ...answer });
        // A function's results say nothing of which argument they come from: one secret in makes all of them secret.
        response.setReturn(struct(result, args.secrets ? true : outgoingSecrets(result, {}, undefined, definition.outputs)));
        return response;
      });
    }),

    cancel: unary((_request: Empty, peer) => {
      instanceOf(peer).cancel.abort(new ProviderError("the operation was cancelled."));
      return new Empty();
    }),

    parameterize: unimplemented("Parameterize"),
    construct: unimplemented("Construct"),
    call: unimplemented("Call"),
    getMapping: unary(() => new rpc.GetMappingResponse()),
    getMappings: unary(() => new rpc.GetMappingsResponse()),
    list: (call: { emit(event: "error", error: unknown): void }) =>
      call.emit("error", { code: status.UNIMPLEMENTED, details: "List is not implemented." }),
  } as UntypedServiceImplementation;
}

function masked(failures: CheckFailure[], { values, secrets }: Decoded): CheckFailure[] {
  return failures.map((failure) => ({ ...failure, reason: maskSecrets(failure.reason, values, secrets) }));
}

function outgoing(definition: AnyResource, state: Values, incoming: Decoded): SecretShape {
  return outgoingSecrets(state, incoming.values, incoming.secrets, allOutputs(definition));
}

function unimplemented(method: string): handleUnaryCall<unknown, unknown> {
  return (_call, callback) => callback({ code: status.UNIMPLEMENTED, details: `${method} is not implemented.` });
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function subjectOf(request: unknown): string {
  const { getUrn, getTok } = request as { getUrn?: () => string; getTok?: () => string };
  if (getUrn) {
    const urn = getUrn.call(request);
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "aws";
    return `${type} '${nameOf(urn)}'`;
  }
  return getTok ? getTok.call(request) : "aws";
}

function isReady(error: unknown): error is Error & { code: number; details: string } {
  return error instanceof Error && "code" in error && "details" in error && typeof error.code === "number";
}
