import assert from "node:assert/strict";
import { busInProgramsWords, busName, onBus, splitFromBus, withoutDefaultBus } from "../../../../../src/provider/resources/cloudwatch/eventBusNames";

const ARN = "arn:aws:events:us-east-1:000000000000:event-bus/orders";
const PARTNER = "aws.partner/example.com/shop";

describe("names of event buses", () => {
  it("come from a name, an ARN or nothing", () => {
    assert.equal(busName("orders"), "orders");
    assert.equal(busName(ARN), "orders");
    assert.equal(busName(undefined), "default");
    assert.equal(busName("arn:aws:events:us-east-1::event-bus/" + PARTNER), PARTNER);
  });

  it("stay in the program's words while these mean the same", () => {
    assert.equal(busInProgramsWords("orders", ARN), ARN);
    assert.equal(busInProgramsWords("orders", "bills"), "orders");
    assert.equal(busInProgramsWords("orders", undefined), "orders");
  });

  it("stand before what is on them, but for the default one", () => {
    assert.equal(onBus("default", "rule"), "rule");
    assert.equal(onBus("orders", "rule"), "orders/rule");
    for (const bus of ["default", "orders", PARTNER]) assert.deepEqual(splitFromBus(onBus(bus, "rule")), { bus, name: "rule" });
    assert.deepEqual(splitFromBus(`${ARN}/rule`), { bus: "orders", name: "rule" });
    assert.equal(withoutDefaultBus("default/rule"), "rule");
    assert.equal(withoutDefaultBus("orders/rule"), "orders/rule");
  });
});
