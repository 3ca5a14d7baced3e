/** Lays graphs out, off the page's thread. One at a time: the page sends the next when it has this one's answer. */
import type { ResourceGraph } from "../../src/shared/graph";
import { layoutGraph } from "../../src/shared/layout/layoutGraph";

interface WorkerScope {
  onmessage: ((event: MessageEvent<ResourceGraph>) => void) | null;
  postMessage(message: unknown): void;
}
const scope = self as unknown as WorkerScope;

scope.onmessage = ({ data }) => {
  layoutGraph(data).then(
    (laidOut) => scope.postMessage({ laidOut }),
    (error: unknown) => scope.postMessage({ problem: error instanceof Error ? error.message : String(error) }),
  );
};
