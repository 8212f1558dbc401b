/** To whom addresses belong: a Parquet file that tools/build-networks.ts makes, `version, layer, first, last, asn, name`. */
export interface NetworkIndex {
  /** Absolute path. */
  readonly file: string;
  /** The day of its data, YYYY-MM-DD. */
  readonly date: string;
}
