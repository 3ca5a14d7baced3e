/**
 * What the graph costs, as ratios measured side by side in one run: absolute times say more about the machine.
 *
 *     npx tsx bench/graph.ts
 */
import { rasterize } from "../src/core/graph/png";
import { renderTree } from "../src/core/graph/tree";
import type { ResourceGraph } from "../src/shared/graph";
import { GraphBuilder } from "../src/shared/graphBuilder";
import { layoutGraph } from "../src/shared/layout/layoutGraph";
import { renderSvg } from "../src/shared/svg/renderSvg";
import { fanOut, loose, nested } from "../test/fixtures/graph/samples";

const ROUNDS = 7;

async function median(run: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
}

/** A builder fed with `count` resources that depend on each other, heard by a panel or not. */
function build(count: number, heard: boolean): void {
  const builder = new GraphBuilder({ stack: "dev", project: "bench" });
  let deltas = 0;
  if (heard) builder.subscribe(({ nodes }) => void (deltas += nodes.length));
  const urn = (at: number) => `urn:pulumi:dev::bench::a:b:C::resource-${at}`;
  for (let at = 0; at < count; at++) {
    const dependencies = at > 0 ? [urn(at - 1)] : [];
    builder.register({ type: "a:b:C", name: `resource-${at}`, custom: true, dependencies, propertyDependencies: { input: dependencies } });
    const metadata = { op: "create", urn: urn(at), type: "a:b:C", new: { custom: true, id: `${at}` } };
    builder.applyEvent({ resourcePreEvent: { metadata } }).applyEvent({ resOutputsEvent: { metadata } });
  }
  builder.snapshot();
  if (heard && deltas < count) throw new Error("The panel missed something.");
}

function report(what: string, milliseconds: number, against: [string, number]): void {
  const [name, base] = against;
  console.log(`${what.padEnd(46)} ${(milliseconds / base).toFixed(2).padStart(8)} times ${name} (${milliseconds.toFixed(1)} ms, ${base.toFixed(1)} ms)`);
}

async function main(): Promise<void> {
  const cold = performance.now();
  await layoutGraph(nested({ regions: 1, services: 1 }));
  const first = performance.now() - cold;

  const ten = nested({ regions: 1, services: 1 });
  const hundred = nested();
  const closed = nested({ crossing: false });
  await median(() => layoutGraph(hundred));
  const layoutOf = (graph: ResourceGraph) => median(() => layoutGraph(graph, { direction: "down" }));
  const base = await layoutOf(ten);
  const small: [string, number] = [`the layout of ${ten.nodes.length}`, base];
  report("first layout, with loading", first, small);
  report(`layout of ${hundred.nodes.length}, edges across components`, await layoutOf(hundred), small);
  report(`layout of ${closed.nodes.length}, edges within components`, await layoutOf(closed), small);
  report("layout of 103, a wide fan", await layoutOf(fanOut(100)), small);
  report("layout of 101 without edges", await layoutOf(loose(100)), small);
  report(`layout of ${hundred.nodes.length}, best of both directions`, await median(() => layoutGraph(hundred)), [`one direction`, await layoutOf(hundred)]);

  const laidOut = await layoutGraph(hundred, { direction: "down" });
  const svg = renderSvg(laidOut, { theme: "light" });
  const large: [string, number] = [`the layout of ${hundred.nodes.length}`, await layoutOf(hundred)];
  report("SVG of it", await median(() => renderSvg(laidOut)), large);
  report("PNG of it", await median(() => rasterize(svg)), large);
  report("terminal tree of it", await median(() => renderTree(hundred, { color: true, width: 120 })), large);

  await median(() => build(1000, false));
  const few: [string, number] = ["building 100", await median(() => build(100, false))];
  report("building 1000", await median(() => build(1000, false)), few);
  report("building 100, heard by a panel", await median(() => build(100, true)), few);
  report("building 1000, heard by a panel", await median(() => build(1000, true)), ["building 1000", await median(() => build(1000, false))]);
}

void main();
