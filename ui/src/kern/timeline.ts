/** One thing that happened. */
export interface TimelineEntry {
  title: string;
  /** When, who, where. */
  origin: string;
  lines: string[];
}
