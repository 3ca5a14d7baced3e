/** `2026-01-31T12:00:00Z`, as the official provider writes times. */
export function rfc3339(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d{3}Z$/, "Z");
}
