/** The page's line to the extension: requests with an id that always end, messages checked at the door. */
import { type FromPage, type PageRequest, toPage, type ToPage } from "../../src/shared/graphPanel";

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

type Told = Exclude<ToPage, { kind: "reply" | "failure" }>;
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

export class Host {
  private readonly api = acquireVsCodeApi();
  private readonly waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  private last = 0;

  constructor(private readonly told: (message: Told) => void) {
    window.addEventListener("message", (event) => this.receive(event.data));
  }

  send(message: Exclude<FromPage, PageRequest>): void {
    this.api.postMessage(message);
  }

  /** Ends with the reply's value, or fails with what the extension said. */
  request(message: Unnumbered<PageRequest>): Promise<unknown> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.api.postMessage({ ...message, id });
    });
  }

  get state(): unknown {
    return this.api.getState();
  }

  set state(value: unknown) {
    this.api.setState(value);
  }

  private receive(data: unknown): void {
    const parsed = toPage.safeParse(data);
    // Other scripts of the editor talk to this window too.
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.kind !== "reply" && message.kind !== "failure") return this.told(message);
    const request = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === "reply") request?.resolve(message.value);
    else request?.reject(new Error(message.message));
  }
}
