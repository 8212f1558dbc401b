import type { Source } from '../model/source.ts';

/** Every log format that can be read. */
export const sources: readonly Source[] = [];
