import type { ServiceDefinitions } from "../definition";
import { secret } from "./secretsmanager/secret";
import { secretVersion } from "./secretsmanager/secretVersion";

export const secretsmanager: ServiceDefinitions = { resources: [secret, secretVersion], functions: [] };
