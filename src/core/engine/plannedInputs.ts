import { z } from "zod";
import { maskSecrets } from "./stackState";

const event = z.looseObject({
  resourcePreEvent: z.looseObject({
    metadata: z.looseObject({
      urn: z.string(),
      op: z.string(),
      new: z.looseObject({ inputs: z.record(z.string(), z.unknown()).nullish() }).nullish(),
    }),
  }),
});

/** The inputs that resources would get, by URN: the state doesn't have them before a deploy. Secrets are masked. */
export class PlannedInputs {
  readonly byUrn: Record<string, Record<string, unknown>> = {};

  applyEvent(raw: Record<string, unknown>): void {
    if (!("resourcePreEvent" in raw)) return;
    const parsed = event.safeParse(raw);
    if (!parsed.success) return;
    const { urn, new: planned } = parsed.data.resourcePreEvent.metadata;
    if (planned?.inputs) this.byUrn[urn] = maskSecrets(planned.inputs) as Record<string, unknown>;
  }
}
