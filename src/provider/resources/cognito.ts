import type { ServiceDefinitions } from "../definition";
import { userPool } from "./cognito/userPool";
import { userPoolClient } from "./cognito/userPoolClient";

export const cognito: ServiceDefinitions = { resources: [userPool, userPoolClient], functions: [] };
