/** How failures travel to the engine. */

import { Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { Status } from "@pulumi/pulumi/proto/status_pb.js";
import { Any } from "google-protobuf/google/protobuf/any_pb.js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import { isCertain } from "./errors";

/**
 * With a code that tells the engine whether it knows the resource's state: after UNKNOWN it keeps a note of a pending
 * operation, which is right only where the call may have done something.
 */
export function failureOf(message: string, error: unknown): Partial<ServiceError> {
  const code = isCertain(error) ? status.FAILED_PRECONDITION : status.UNKNOWN;
  return Object.assign(new Error(message), { code, details: message });
}

/** The resource exists and is recorded with what is known of it; the reason is shown, and the next deploy tries again. */
export function initFailed(message: string, id: string, properties: Record<string, unknown>): Partial<ServiceError> {
  const detail = new ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(Struct.fromJavaScript(properties as { [key: string]: JavaScriptValue }));
  detail.setReasonsList([message]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rpcStatus = new Status();
  rpcStatus.setCode(status.UNKNOWN);
  rpcStatus.setMessage(message);
  rpcStatus.addDetails(packed);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rpcStatus.serializeBinary()));
  return Object.assign(new Error(message), { code: status.UNKNOWN, details: message, metadata });
}
