/** Speaks the provider protocol as the engine does: one connection for each provider instance. */

import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { decodeValues, encodeValues, type SecretShape, type Values } from "../../src/provider/wire";

export interface Resource {
  urn: string;
  type: string;
  id: string;
  inputs: Values;
  state: Values;
}

export interface DiffAnswer {
  changed: boolean;
  replaces: string[];
  deleteBeforeReplace: boolean;
  /** Property path to kind, such as "UPDATE_REPLACE". */
  detailed: Record<string, string>;
}

export interface CheckAnswer {
  inputs: Values;
  secrets: SecretShape;
  failures: { property: string; reason: string }[];
}

export class ProviderClient {
  private readonly client: ResourceProviderClient;

  constructor(port: number) {
    this.client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
      "grpc.use_local_subchannel_pool": 1,
      "grpc.max_receive_message_length": -1,
    });
  }

  close(): void {
    this.client.close();
  }

  async cancel(): Promise<void> {
    await call<unknown>((done) => this.client.cancel(new Empty(), done));
  }

  async checkConfig(settings: Values): Promise<CheckAnswer> {
    const request = new rpc.CheckRequest();
    request.setNews(toStruct(settings));
    return checkAnswer(await call<rpc.CheckResponse>((done) => this.client.checkConfig(request, done)));
  }

  async configure(settings: Values = {}): Promise<void> {
    await call((done) => this.client.handshake(new rpc.ProviderHandshakeRequest(), done));
    const request = new rpc.ConfigureRequest();
    request.setArgs(toStruct(settings));
    await call((done) => this.client.configure(request, done));
  }

  async check(type: string, name: string, news: Values, olds: Values = {}, secrets?: SecretShape): Promise<CheckAnswer> {
    const request = new rpc.CheckRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setNews(toStruct(news, secrets));
    request.setOlds(toStruct(olds));
    return checkAnswer(await call<rpc.CheckResponse>((done) => this.client.check(request, done)));
  }

  async diff(resource: Resource, news: Values, ignored: string[] = []): Promise<DiffAnswer> {
    const request = new rpc.DiffRequest();
    request.setId(resource.id);
    request.setUrn(resource.urn);
    request.setType(resource.type);
    request.setOldInputs(toStruct(resource.inputs));
    request.setOlds(toStruct(resource.state));
    request.setNews(toStruct(news));
    request.setIgnorechangesList(ignored);
    const answer = await call<rpc.DiffResponse>((done) => this.client.diff(request, done));
    const kinds = Object.entries(rpc.PropertyDiff.Kind);
    return {
      changed: answer.getChanges() === rpc.DiffResponse.DiffChanges.DIFF_SOME,
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
      detailed: Object.fromEntries(
        [...answer.getDetaileddiffMap().entries()].map(([path, diff]) => [
          path,
          kinds.find(([, value]) => value === diff.getKind())?.[0] ?? "",
        ]),
      ),
    };
  }

  /** In a preview the id is empty and unknown values stay in the state. */
  async create(type: string, name: string, inputs: Values, options: { preview?: boolean; secrets?: SecretShape } = {}): Promise<Resource & { secrets: SecretShape }> {
    const request = new rpc.CreateRequest();
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setProperties(toStruct(inputs, options.secrets));
    request.setPreview(options.preview ?? false);
    const answer = await call<rpc.CreateResponse>((done) => this.client.create(request, done));
    const { values, secrets } = fromStruct(answer.getProperties());
    return { urn: urnOf(type, name), type, id: answer.getId(), inputs, state: values, secrets };
  }

  /** Nothing when it doesn't exist. Without `inputs` and `state` it is what an import does. */
  async read(type: string, name: string, id: string, known?: { inputs: Values; state: Values }): Promise<Resource | undefined> {
    const request = new rpc.ReadRequest();
    request.setId(id);
    request.setUrn(urnOf(type, name));
    request.setType(type);
    request.setName(name);
    request.setProperties(toStruct(known?.state ?? {}));
    if (known) request.setInputs(toStruct(known.inputs));
    const answer = await call<rpc.ReadResponse>((done) => this.client.read(request, done));
    if (answer.getId() === "") return undefined;
    return {
      urn: urnOf(type, name),
      type,
      id: answer.getId(),
      inputs: fromStruct(answer.getInputs()).values,
      state: fromStruct(answer.getProperties()).values,
    };
  }

  async update(resource: Resource, news: Values, options: { preview?: boolean } = {}): Promise<Resource> {
    const request = new rpc.UpdateRequest();
    request.setId(resource.id);
    request.setUrn(resource.urn);
    request.setType(resource.type);
    request.setOldInputs(toStruct(resource.inputs));
    request.setOlds(toStruct(resource.state));
    request.setNews(toStruct(news));
    request.setPreview(options.preview ?? false);
    const answer = await call<rpc.UpdateResponse>((done) => this.client.update(request, done));
    return { ...resource, inputs: news, state: fromStruct(answer.getProperties()).values };
  }

  async delete(resource: Resource): Promise<void> {
    const request = new rpc.DeleteRequest();
    request.setId(resource.id);
    request.setUrn(resource.urn);
    request.setType(resource.type);
    request.setProperties(toStruct(resource.state));
    request.setOldInputs(toStruct(resource.inputs));
    await call<unknown>((done) => this.client.delete(request, done));
  }

  async invoke(token: string, args: Values = {}): Promise<Values> {
    const request = new rpc.InvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(args));
    const answer = await call<rpc.InvokeResponse>((done) => this.client.invoke(request, done));
    const [failure] = answer.getFailuresList();
    if (failure) throw new Error(failure.getReason());
    return fromStruct(answer.getReturn()).values;
  }
}

function call<A>(start: (done: (error: ServiceError | null, answer: A) => void) => unknown): Promise<A> {
  return new Promise((resolve, reject) => start((error, answer) => (error ? reject(error) : resolve(answer))));
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:test::provider-test::${type}::${name}`;
}

function toStruct(values: Values, secrets?: SecretShape): Struct {
  return Struct.fromJavaScript(encodeValues(values, secrets) as { [key: string]: JavaScriptValue });
}

function fromStruct(struct: Struct | undefined): { values: Values; secrets: SecretShape } {
  return decodeValues(struct?.toJavaScript());
}

function checkAnswer(answer: rpc.CheckResponse): CheckAnswer {
  const { values, secrets } = fromStruct(answer.getInputs());
  return {
    inputs: values,
    secrets,
    failures: answer.getFailuresList().map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() })),
  };
}
