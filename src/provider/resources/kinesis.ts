import type { ServiceDefinitions } from "../definition";
import { firehoseDeliveryStream } from "./kinesis/firehoseDeliveryStream";
import { stream } from "./kinesis/stream";

export const kinesis: ServiceDefinitions = { resources: [firehoseDeliveryStream, stream], functions: [] };
