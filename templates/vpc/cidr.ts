// Arithmetic with IPv4 address blocks, such as 10.0.0.0/16: the first address, and how many leading bits are fixed.

interface Block {
  first: number;
  prefix: number;
}

/**
 * One part of `block`, counted from 0, when it is cut into 2 ** `bits` equal parts.
 * `cutBlock("10.0.0.0/16", 4, 1)` is "10.0.16.0/20", the second of sixteen.
 */
export function cutBlock(block: string, bits: number, index: number): string {
  const whole = parse(block);
  const prefix = whole.prefix + bits;
  const parts = 2 ** bits;
  if (!Number.isInteger(bits) || bits < 0 || prefix > 32) throw new RangeError(`${block} can't be cut into ${parts} parts.`);
  if (!Number.isInteger(index) || index < 0 || index >= parts) {
    throw new RangeError(`${block} has ${parts} parts, counted from 0; there is no part ${index}.`);
  }
  return format({ first: whole.first + index * size(prefix), prefix });
}

export function contains(outer: string, inner: string): boolean {
  const [a, b] = [parse(outer), parse(inner)];
  return b.first >= a.first && b.first + size(b.prefix) <= a.first + size(a.prefix);
}

export function overlap(one: string, other: string): boolean {
  const [a, b] = [parse(one), parse(other)];
  return a.first < b.first + size(b.prefix) && b.first < a.first + size(a.prefix);
}

function size(prefix: number): number {
  return 2 ** (32 - prefix);
}

function parse(block: string): Block {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  if (!match) throw new RangeError(`"${block}" is no address block. One looks like 10.0.0.0/16.`);
  const [a, b, c, d, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if (Math.max(a, b, c, d) > 255 || prefix > 32) throw new RangeError(`"${block}" is no address block: a number is too large.`);
  // Arithmetic, not bit operators: those would take addresses above 127.255.255.255 for negative numbers.
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  if (first % size(prefix) !== 0) throw new RangeError(`"${block}" doesn't begin where a block of /${prefix} begins.`);
  return { first, prefix };
}

function format({ first, prefix }: Block): string {
  const bytes = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${bytes.join(".")}/${prefix}`;
}
