import type { Confidence } from '../../model/claim.ts';
import type { Citation } from '../../model/evidence.ts';

/** One step by which a user of one group came to another. */
export interface Hop {
  /** Group that the caller belonged to. */
  readonly from: string;
  readonly to: string;
  /** The provider's operation. */
  readonly how: string;
  readonly join: string;
  readonly confidence: Confidence;
  readonly account: string | null;
  readonly time: string;
  readonly citations: readonly Citation[];
  /** The caller's strand at that moment. */
  readonly fromStrand: string;
  /** It led to this very session; otherwise to an identity, whose sessions others may have opened. */
  readonly isOpening: boolean;
  /** Both ends are the same intruder's; otherwise the session was issued to somebody else and taken from him. */
  readonly isFollowed: boolean;
  /** The provider itself opened the session, for a machine or service. */
  readonly isProvider: boolean;
}
