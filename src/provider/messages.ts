/** The protobuf messages of the provider protocol, to and from plain values. */

import * as rpc from "@pulumi/pulumi/proto/provider_pb.js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb.js";
import type { AutoNaming } from "./autoName";
import type { CheckFailure } from "./check";
import type { DiffResult } from "./lifecycle";
import { decodeValues, encodeValues, type Decoded, type SecretShape, type Values } from "./wire";

export function decode(struct: Struct | undefined): Decoded {
  return decodeValues(struct?.toJavaScript());
}

export function struct(values: Values, secrets: SecretShape): Struct {
  return Struct.fromJavaScript(encodeValues(values, secrets) as { [key: string]: JavaScriptValue });
}

export function checkResponse(inputs: Values, secrets: SecretShape, failures: CheckFailure[]): rpc.CheckResponse {
  const response = new rpc.CheckResponse();
  response.setInputs(struct(inputs, secrets));
  response.setFailuresList(failures.map(failureMessage));
  return response;
}

export function failureMessage({ property, reason }: CheckFailure): rpc.CheckFailure {
  const message = new rpc.CheckFailure();
  message.setProperty(property);
  message.setReason(reason);
  return message;
}

const KINDS = {
  add: [rpc.PropertyDiff.Kind.ADD, rpc.PropertyDiff.Kind.ADD_REPLACE],
  delete: [rpc.PropertyDiff.Kind.DELETE, rpc.PropertyDiff.Kind.DELETE_REPLACE],
  update: [rpc.PropertyDiff.Kind.UPDATE, rpc.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

export function diffResponse({ changes, deleteBeforeReplace }: DiffResult): rpc.DiffResponse {
  const response = new rpc.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = rpc.DiffResponse.DiffChanges;
  response.setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...new Set(changes.map((change) => topLevel(change.path)))]);
  response.setReplacesList([...new Set(changes.filter((change) => change.replaces).map((change) => topLevel(change.path)))]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const change of changes) {
    const detail = new rpc.PropertyDiff();
    detail.setKind(KINDS[change.kind][change.replaces ? 1 : 0]);
    detail.setInputdiff(true);
    response.getDetaileddiffMap().set(change.path, detail);
  }
  return response;
}

function topLevel(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

export function autoNamingOf(request: rpc.CheckRequest): AutoNaming | undefined {
  const asked = request.getAutonaming();
  if (!asked) return undefined;
  const { ENFORCE, DISABLE } = rpc.CheckRequest.AutonamingOptions.Mode;
  const mode = asked.getMode() === ENFORCE ? "enforce" : asked.getMode() === DISABLE ? "disable" : "propose";
  return { mode, proposedName: asked.getProposedName() };
}
