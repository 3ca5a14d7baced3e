/**
 * Takes the place of the AWS SDK's credential chain in the provider's bundle (see `esbuild.mjs`): this process sends
 * dummy keys to an emulator, and has no code that could find real ones.
 */
export function defaultProvider(): () => Promise<never> {
  return async () => {
    throw new Error("The embedded provider has no credentials but its dummy ones.");
  };
}
