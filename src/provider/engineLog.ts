/** Messages to the engine, which shows them beside the resource. */

import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";

export class EngineLog {
  private readonly clients = new Map<string, EngineClient>();

  /** Does nothing when no engine is known; a message that can't be delivered is dropped, since it is only a comment. */
  warn(engine: string | undefined, urn: string, message: string): void {
    if (!engine) return;
    let client = this.clients.get(engine);
    if (!client) this.clients.set(engine, (client = new EngineClient(engine, credentials.createInsecure())));
    const request = new LogRequest();
    request.setSeverity(LogSeverity.WARNING);
    request.setUrn(urn);
    request.setMessage(message);
    client.log(request, () => undefined);
  }
}
