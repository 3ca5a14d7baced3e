import { defineFunction } from "../../definition";
import { t } from "../../schema";

export const getPartition = defineFunction({
  token: "aws:index/getPartition:getPartition",
  regional: false,
  inputs: {},
  outputs: { dnsSuffix: t.string(), id: t.string(), partition: t.string(), reverseDnsPrefix: t.string() },

  async run(context) {
    return { dnsSuffix: "amazonaws.com", id: context.partition, partition: context.partition, reverseDnsPrefix: "com.amazonaws" };
  },
});
