/** The page's words in the person's language: the extension gives translations by their English text. */
import { z } from "zod";

const translations = z.record(z.string(), z.string());
let known: z.infer<typeof translations> = {};

/** Takes the translations that came with the page, as JSON; without any the page speaks English. */
export function useTranslations(json: string | undefined): void {
  const given = translations.safeParse(JSON.parse(json ?? "{}"));
  if (given.success) known = given.data;
}

/** A text with `{0}`, `{1}` … filled in; English where there is no translation. What is filled in stays as it is. */
export function t(english: string, ...values: (string | number)[]): string {
  const text = Object.hasOwn(known, english) ? (known[english] as string) : english;
  return text.replace(/\{(\d+)\}/g, (place, at: string) => String(values[Number(at)] ?? place));
}
