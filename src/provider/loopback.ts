/** The gate of the embedded provider: an endpoint that isn't provably this machine is refused. */

import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ProviderError } from "./errors";

export interface LoopbackEndpoint {
  /** Without a trailing slash. */
  url: string;
  /** The address that every connection is made to, whatever the host name. */
  address: string;
  family: 4 | 6;
}

/** Resolves the host and compares addresses. Throws a ProviderError that says why it is refused. */
export async function loopbackEndpoint(endpoint: string): Promise<LoopbackEndpoint> {
  const refuse = (reason: string) =>
    new ProviderError(
      `The embedded provider talks to an emulator on this machine only, and ${reason}. ` +
        "Use a loopback endpoint, such as http://127.0.0.1:4566.",
    );
  let url: URL;
  try {
    url = new URL(endpoint);
  } catch {
    throw refuse(`'${endpoint}' is not an address`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw refuse(`'${endpoint}' is not an http address`);
  if (url.username !== "" || url.password !== "") throw refuse("an endpoint with a user name in it is not accepted");
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(host).catch(() => {
    throw refuse(`'${host}' does not resolve to any address`);
  });
  const stranger = addresses.find((address) => !isLoopbackAddress(address));
  if (stranger !== undefined) throw refuse(`'${host}' is ${stranger}, which is not a loopback address`);
  const address = addresses.find((candidate) => isIP(candidate) === 4) ?? addresses[0];
  if (address === undefined) throw refuse(`'${host}' does not resolve to any address`);
  return { url: url.href.replace(/\/+$/, ""), address, family: isIP(address) === 6 ? 6 : 4 };
}

/** 127.0.0.0/8, ::1, and the first of them written as an IPv6 address. */
export function isLoopbackAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (isIP(plain) === 4) return plain.startsWith("127.");
  return isIP(plain) === 6 && /^(0{0,4}:){1,7}0{0,3}1$/.test(plain);
}

async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  // RFC 6761: names below localhost are this machine's, though Node's resolver often doesn't know them. The other one
  // is LocalStack's public name for 127.0.0.1, which can't be looked up offline. Both are dialled at that address.
  if (/(^|\.)localhost$/.test(host) || /(^|\.)localhost\.localstack\.cloud$/.test(host)) return ["127.0.0.1"];
  return (await lookup(host, { all: true, verbatim: true })).map((entry) => entry.address);
}
