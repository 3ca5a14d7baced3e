/** IPv4 address ranges. Pure. */

/** Says why text isn't a range such as "10.0.0.0/16", of which AWS wants the first address named; or nothing. */
export function cidrProblem(text: string, shortest = 0, longest = 32): string | undefined {
  const [, a, b, c, d, size] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
  const bytes = [a, b, c, d].map(Number);
  const bits = Number(size);
  if (bytes.some((byte) => !(byte <= 255)) || !(bits <= 32)) return "must be an IPv4 range, such as '10.0.0.0/16'.";
  if (bits < shortest || bits > longest) return `must have a size between /${shortest} and /${longest}, but it is /${bits}.`;
  const first = bytes.map((byte, index) => byte & (0xff << Math.min(8, Math.max(0, 8 * (index + 1) - bits))) & 0xff);
  if (first.some((byte, index) => byte !== bytes[index])) {
    return `must begin with the first address of its range: '${first.join(".")}/${bits}', not '${text}'.`;
  }
  return undefined;
}
