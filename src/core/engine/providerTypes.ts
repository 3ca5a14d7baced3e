import data from "./providerTypes.json";

/** A type or function of the embedded provider, with how many of its declared properties are covered. */
export interface ProviderType {
  /** Such as `aws:s3/bucket:Bucket`. */
  token: string;
  kind: "resource" | "function";
  /** Covered, and declared by `@pulumi/aws`. */
  inputs: [covered: number, declared: number];
  outputs: [covered: number, declared: number];
}

/** All of them, by token. `npm run provider-types` writes them down, and a test compares. */
export const providerTypes = data as ProviderType[];
