import assert from "node:assert/strict";
import fc from "fast-check";
import type { ResourceGraph, ResourceOp } from "../../../../src/shared/graph";
import { layoutGraph } from "../../../../src/shared/layout/layoutGraph";
import { OPS_IN_ORDER } from "../../../../src/shared/resourceOps";
import { GLYPHS, kindOf } from "../../../../src/shared/svg/glyphs";
import { renderSvg, type SvgOptions } from "../../../../src/shared/svg/renderSvg";
import { anyGraph } from "../../../fixtures/graph/anyGraph";
import { parseSvg, type SvgElement } from "../../../fixtures/graph/parseSvg";
import { lambdaApi, longNames, resting, Sample, staticWebsite } from "../../../fixtures/graph/samples";

const draw = async (graph: ResourceGraph, options?: SvgOptions) => renderSvg(await layoutGraph(graph), options);

function all(element: SvgElement, test: (element: SvgElement) => boolean): SvgElement[] {
  return [...(test(element) ? [element] : []), ...element.children.flatMap((child) => all(child, test))];
}
const withTag = (root: SvgElement, tag: string) => all(root, (element) => element.tag === tag);
const textsOf = (root: SvgElement) => withTag(root, "text").map(({ text }) => text);

describe("the SVG", function () {
  this.timeout(60_000);

  it("shows names, short types, causes, title and summary", async () => {
    const texts = textsOf(parseSvg(await draw(staticWebsite())));
    for (const text of ["static-website/dev", "website", "s3.Bucket", "index.html", "s3.BucketObjectv2", "bucket, policy", "create"]) {
      assert.ok(texts.includes(text), text);
    }
    assert.ok(texts.includes("7 resources, 11 dependencies · 7 created"));
    assert.ok(textsOf(parseSvg(await draw(staticWebsite(), { planned: true }))).includes("7 resources, 11 dependencies · 7 to create"));
    const titled = textsOf(parseSvg(await draw(staticWebsite(), { title: "My <site>", subtitle: "done" })));
    assert.ok(titled.includes("My <site>") && titled.includes("done"));
  });

  it("tells the operations that occur, on the cards and in the legend, and no others", async () => {
    const graph = lambdaApi();
    const root = parseSvg(await draw(graph));
    const legend = textsOf(root).filter((text) => (OPS_IN_ORDER as string[]).includes(text));
    assert.deepEqual(legend, ["failed", "create", "update", "replace", "delete", "import", "read", "same"]);
    for (const op of legend as ResourceOp[]) {
      const named = graph.nodes.filter((node) => node.op === op && node.name !== "lambda-api-dev").map((node) => node.id);
      const drawn = all(root, ({ attributes }) => (attributes.class ?? "").split(" ").includes(`o-${op}`));
      const urns = new Set(drawn.flatMap(({ attributes }) => attributes["data-urn"] ?? []));
      assert.deepEqual([...urns].sort(), named.sort());
    }
    const rest = textsOf(parseSvg(await draw(resting(graph))));
    assert.ok(!rest.some((text) => (OPS_IN_ORDER as string[]).includes(text)), "a stack at rest has no operations");
    assert.ok(rest.includes("dependsOn"));
  });

  it("has the whole of what it cuts short in a tooltip", async () => {
    const graph = longNames();
    const root = parseSvg(await draw(graph));
    const tooltips = withTag(root, "title").map(({ text }) => text);
    for (const { id, name, type } of graph.nodes) {
      if (name.endsWith("-dev")) continue;
      assert.ok(tooltips.some((text) => text.includes(id) && text.includes(name) && text.includes(type)), name);
    }
    assert.ok(textsOf(root).some((text) => text.includes("…")));
  });

  it("names the provider that the program chose", async () => {
    const provider = "urn:pulumi:dev::p::pulumi:providers:aws::west";
    const graph = new Sample("p").resource("aws:s3/bucket:Bucket", "far").graph();
    const nodes = graph.nodes.map((node) => (node.name === "far" ? { ...node, provider } : node));
    assert.ok(textsOf(parseSvg(await draw({ ...graph, nodes }))).includes("s3.Bucket · west"));
  });

  it("is friendly about an empty stack", async () => {
    const root = parseSvg(await draw({ nodes: [], edges: [] }));
    assert.ok(textsOf(root).some((text) => /nothing here yet/i.test(text)));
  });

  it("suits light and dark, by choice or by the viewer's preference", async () => {
    const [light, dark, auto] = await Promise.all((["light", "dark", "auto"] as const).map((theme) => draw(staticWebsite(), { theme })));
    assert.notEqual(light, dark);
    assert.ok(!light?.includes("@media") && !dark?.includes("@media"));
    assert.match(auto ?? "", /@media \(prefers-color-scheme:dark\)/);
    assert.equal(await draw(staticWebsite()), auto);
  });

  it("says what it is to those who don't see it", async () => {
    const root = parseSvg(await draw(staticWebsite()));
    assert.equal(root.attributes.role, "img");
    const ids = (root.attributes["aria-labelledby"] ?? "").split(" ");
    const named = ids.map((id) => all(root, ({ attributes }) => attributes.id === id)[0]);
    assert.deepEqual(named.map((element) => element?.tag), ["title", "desc"]);
    assert.equal(named[0]?.text, "static-website/dev");
  });

  it("is well-formed, whole and harmless for any graph and any title", async () => {
    await fc.assert(
      fc.asyncProperty(anyGraph(12), fc.string({ unit: "binary" }), async (graph, title) => {
        const laidOut = await layoutGraph(graph, { direction: "down" });
        const root = parseSvg(renderSvg(laidOut, { title }));
        for (const { tag, attributes } of all(root, () => true)) {
          assert.ok(["svg", "title", "desc", "style", "defs", "marker", "g", "rect", "path", "circle", "text"].includes(tag), tag);
          for (const [name, value] of Object.entries(attributes)) {
            assert.ok(!name.startsWith("on") && !name.includes("href"), name);
            assert.ok(name === "xmlns" || name === "data-urn" || !/NaN|undefined|Infinity|:\/\//.test(value), `${name}=${value}`);
          }
        }
        const urns = new Set(all(root, ({ attributes }) => "data-urn" in attributes).map(({ attributes }) => attributes["data-urn"]));
        assert.equal(urns.size, laidOut.nodes.length);
        const paths = withTag(root, "path").filter(({ attributes }) => attributes["marker-end"] && attributes.d?.startsWith("M"));
        assert.ok(paths.length >= laidOut.edges.length);
        const style = withTag(root, "style")[0]?.text ?? "";
        assert.doesNotMatch(style, /@import|url\(/);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the glyphs", () => {
  const kinds: Record<string, string> = {
    "aws:s3/bucket:Bucket": "storage", "aws:s3/bucketObjectv2:BucketObjectv2": "file", "aws:s3/bucketPolicy:BucketPolicy": "guard",
    "aws:dynamodb/table:Table": "database", "aws:lambda/function:Function": "function", "aws:lambda/permission:Permission": "identity",
    "aws:apigatewayv2/api:Api": "api", "aws:ec2/vpc:Vpc": "network", "aws:ec2/natGateway:NatGateway": "gateway",
    "aws:ec2/securityGroup:SecurityGroup": "guard", "aws:ec2/instance:Instance": "server", "aws:sqs/queue:Queue": "queue",
    "aws:sns/topic:Topic": "topic", "aws:iam/role:Role": "identity", "aws:cloudwatch/logGroup:LogGroup": "logs",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "monitor", "aws:cloudwatch/eventRule:EventRule": "topic",
    "aws:secretsmanager/secret:Secret": "secret", "aws:sfn/stateMachine:StateMachine": "workflow",
    "aws:rds/instance:Instance": "database", "pulumi:providers:aws": "provider", "pulumi:pulumi:StackReference": "reference",
    "random:index/randomPet:RandomPet": "random", "pulumi-nodejs:dynamic:Resource": "code",
    "azure-native:storage:Blob": "file", "gcp:storage/bucket:Bucket": "storage", "some:thing:Else": "other",
  };
  for (const [type, kind] of Object.entries(kinds)) {
    it(`draw ${type} as ${kind}`, () => assert.equal(kindOf(type, true), kind));
  }

  it("draw anything as something", () => {
    assert.equal(kindOf("shop:groups:Web", false), "component");
    fc.assert(fc.property(fc.string(), fc.boolean(), (type, custom) => GLYPHS[kindOf(type, custom)].length > 0));
  });
});
