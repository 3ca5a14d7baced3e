/** Text of unknown origin, made fit for one line. */

// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}|\p{Cn}/gu;

/** Control characters, direction marks and broken characters become `�`: they would move the text around them. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, "\ufffd");
}

/** Cuts text that is too wide and ends it with `ellipsis`. `measure` gives a text's width in the unit of `room`. */
export function ellipsize(text: string, room: number, measure: (text: string) => number, ellipsis = "…"): string {
  return cut(text, room, measure, (characters, kept) => characters.slice(0, kept).join("") + ellipsis);
}

/** Cuts text that is too wide in its middle: names that begin alike mostly differ in how they end. */
export function ellipsizeMiddle(text: string, room: number, measure: (text: string) => number, ellipsis = "…"): string {
  return cut(text, room, measure, (characters, kept) => {
    const tail = Math.floor(kept / 2);
    return characters.slice(0, kept - tail).join("") + ellipsis + characters.slice(characters.length - tail).join("");
  });
}

function cut(text: string, room: number, measure: (text: string) => number, shorten: (characters: string[], kept: number) => string): string {
  if (measure(text) <= room) return text;
  const characters = [...text];
  let [fits, tooMany] = [0, characters.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (measure(shorten(characters, middle)) <= room) fits = middle;
    else tooMany = middle;
  }
  return shorten(characters, fits);
}

/** Whether a character takes two columns of a terminal: East Asian wide ones and emoji. */
export function isWide(character: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(character);
}

export function isCombining(character: string): boolean {
  return /\p{M}/u.test(character);
}

/** Columns that a text takes in a terminal. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += isCombining(character) ? 0 : isWide(character) ? 2 : 1;
  return columns;
}
