/** How alike two items are worded. */

export function words(plain: string): string[] {
  return plain.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Share of words in common, from 0 to 1; a word with a slip of the pen or another ending counts as the same. */
export function similarity(one: string[], other: string[]): number {
  if (one.length === 0 || other.length === 0) return 0;
  const left = [...other];
  let common = 0;
  for (const exact of [true, false]) {
    for (const word of exact ? one : one.filter((candidate) => !other.includes(candidate))) {
      const at = left.findIndex((candidate) => (exact ? candidate === word : nearlyEqual(candidate, word)));
      if (at < 0) continue;
      left.splice(at, 1);
      common++;
    }
  }
  return (2 * common) / (one.length + other.length);
}

function nearlyEqual(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 4 || long.length - short.length > 3) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same++;
  // "resource" and "resources", "tracking" and "tracked".
  if (same >= 5 && short.length - same <= 3) return true;
  let tail = 0;
  while (tail < short.length - same && short.at(-1 - tail) === long.at(-1 - tail)) tail++;
  // One letter more, less or another, or two that changed places.
  const [shortRest, longRest] = [short.slice(same, short.length - tail), long.slice(same, long.length - tail)];
  return longRest.length <= 1 || (longRest.length === 2 && shortRest === [...longRest].reverse().join(""));
}
