/** One line of a list of facts. */
export interface Fact {
  key: string;
  value: string;
  /** For checksums and paths, read letter by letter. */
  mono?: boolean;
}
