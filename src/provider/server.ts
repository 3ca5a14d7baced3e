/** Starts the provider's gRPC server on loopback. */

import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineLog } from "./engineLog";
import { loopbackEndpoint } from "./loopback";
import { functions, resources } from "./registry";
import { providerService } from "./service";

/** The version of `@pulumi/aws` whose declarations the definitions follow. */
export const PROVIDER_VERSION = "7.48.0";

export interface ProviderOptions {
  /** The emulator; refused with a ProviderError unless it is on loopback. */
  endpoint: string;
  region: string;
  /** Where relative paths of a program's assets start. */
  programDirectory: string;
}

export interface RunningProvider {
  port: number;
  stop(): void;
}

export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const endpoint = await loopbackEndpoint(options.endpoint);
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(
    ResourceProviderService,
    providerService({
      settings: { endpoint, region: options.region, programDirectory: options.programDirectory },
      registry: { resources, functions },
      version: PROVIDER_VERSION,
      log: new EngineLog(),
    }),
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound))),
  );
  return { port, stop: () => server.forceShutdown() };
}
