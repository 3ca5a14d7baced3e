/**
 * The guard that keeps every endpoint on this machine. It compares addresses, never spellings: a name counts as local
 * only when everything it resolves to is loopback, and callers dial the checked address, so that a name cannot point
 * somewhere else a moment later (DNS rebinding).
 *
 * Not loopback on purpose: `0.0.0.0` and `::`. They mean "every interface" to a server and nothing portable to a
 * client: Linux happens to dial this machine, Windows refuses. Who writes one means 127.0.0.1, and is told so.
 */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { errorMessage, UserError } from "../errors";

/** Every address a host name stands for, as text. */
export type Resolve = (hostname: string) => Promise<string[]>;

export interface LoopbackUrl {
  /** What to dial: the checked address in place of the name; no trailing slash, credentials, query or hash. */
  href: string;
  /** The host as it was written (normalized), for messages. */
  hostname: string;
  /** Everything it stands for, all of it loopback; `href` uses the first. */
  addresses: string[];
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");
loopback.addSubnet("::ffff:127.0.0.0", 104, "ipv6");

/**
 * Whether `ip` is a loopback address in canonical text: 127.0.0.0/8, ::1 or ::ffff:127.x.x.x.
 * Other spellings (127.1, 2130706433, 0x7f.1), zone ids and names are not addresses here and give false.
 */
export function isLoopbackAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 0 || ip.includes("%")) return false;
  return loopback.check(ip, family === 4 ? "ipv4" : "ipv6");
}

/**
 * Checks that an http(s) URL leads to this machine and returns what to dial.
 * @throws UserError `endpoint-invalid` for what is no plain http(s) URL, `endpoint-not-loopback` for everything else.
 */
export async function assertLoopbackUrl(url: string, options: { resolve?: Resolve } = {}): Promise<LoopbackUrl> {
  const parsed = parse(url);
  const hostname = parsed.hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(hostname, options.resolve ?? systemResolve);
  const foreign = addresses.find((address) => !isLoopbackAddress(address));
  if (foreign !== undefined || addresses.length === 0) throw notLoopback(url, hostname, foreign);
  return { href: dialable(parsed, addresses[0]!), hostname, addresses };
}

/** The same URL at another of the addresses that were checked. */
export function atAddress(target: LoopbackUrl, address: string): string {
  if (!isLoopbackAddress(address)) throw notLoopback(target.href, target.hostname, address);
  return dialable(new URL(target.href), address);
}

function parse(url: string): URL {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch (cause) {
    throw new UserError("endpoint-invalid", `"${url}" is not a URL.`, "Write it like http://127.0.0.1:4566.", { cause });
  }
  if (parsed.protocol !== "http:" && parsed.protocol !== "https:") {
    throw new UserError("endpoint-invalid", `"${url}" is not an http or https URL.`, "Write it like http://127.0.0.1:4566.");
  }
  // http://127.0.0.1@example.com reads like a local address to people; nothing local needs the form.
  if (parsed.username || parsed.password) {
    throw new UserError("endpoint-invalid", `The endpoint ${parsed.host} carries a user name.`, "Leave the part before the @ out.");
  }
  return parsed;
}

async function addressesOf(hostname: string, resolve: Resolve): Promise<string[]> {
  if (isIP(hostname) !== 0) return [hostname];
  const name = hostname.toLowerCase().replace(/\.$/, "");
  // RFC 6761 6.3: these are loopback whatever a name server answers, so none is asked.
  if (name === "localhost" || name.endsWith(".localhost")) return ["127.0.0.1", "::1"];
  try {
    return await resolve(name);
  } catch (cause) {
    throw new UserError(
      "endpoint-not-loopback",
      `The host name ${hostname} can't be resolved: ${errorMessage(cause)}`,
      "Use http://127.0.0.1:PORT.",
      { cause },
    );
  }
}

async function systemResolve(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true, verbatim: true });
  return found.map((entry) => entry.address);
}

function dialable(url: URL, address: string): string {
  const host = isIP(address) === 6 ? `[${address}]` : address;
  const port = url.port ? `:${url.port}` : "";
  return `${url.protocol}//${host}${port}${url.pathname.replace(/\/+$/, "")}`;
}

function notLoopback(url: string, hostname: string, address: string | undefined): UserError {
  const leads = address === undefined ? "to nothing" : address === hostname ? "elsewhere" : `to ${address}`;
  return new UserError(
    "endpoint-not-loopback",
    `${url} is not on this machine: ${hostname} leads ${leads}.`,
    "The lab talks to emulators on this machine only. Use an address such as http://127.0.0.1:4566.",
  );
}
