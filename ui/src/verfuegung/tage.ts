/** A day so many days later, `2026-12-15`. */
export function verschoben(tag: string, tage: number): string {
  const day = new Date(`${tag}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + tage);
  return day.toISOString().slice(0, 10);
}
