/** One thing to read, as it lies in storage: a file, an entry of an archive, or standard input once it is kept. */
export interface StoredObject {
  /** How a person finds it again: the path as given or found; `archive.zip!/entry` inside an archive. */
  readonly path: string;
  /** Stored bytes, where known beforehand. */
  readonly size: number | null;
  /** The stored bytes, from the start, at every call. */
  readonly read: () => AsyncIterable<Buffer>;
  /** The stored bytes at once: offered only where they are few enough to hold. */
  readonly readWhole?: () => Buffer;
}

/** Why an object was not ingested, in words for a person. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
}

export const isRefusal = (found: StoredObject | Refusal): found is Refusal => 'reason' in found;

/** Limits that keep hostile input from filling disk or memory. */
export interface StagingLimits {
  /** An object may not inflate to more bytes than this. */
  readonly maxObjectBytes: number;
  /** Beyond `ratioFreeBytes` an object may not inflate to more than this multiple of its stored size. */
  readonly maxRatio: number;
  readonly ratioFreeBytes: number;
  /** A single record may not be longer than this. */
  readonly maxRecordBytes: number;
  /** A batch is handed over once it is this long. */
  readonly batchBytes: number;
}

const MiB = 1024 * 1024;

export const defaultLimits: StagingLimits = {
  maxObjectBytes: 8 * 1024 * MiB,
  maxRatio: 200,
  ratioFreeBytes: 256 * MiB,
  maxRecordBytes: 16 * MiB,
  batchBytes: 40 * MiB,
};
