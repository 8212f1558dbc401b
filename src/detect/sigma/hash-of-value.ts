import { createHash } from 'node:crypto';

/** SHA-256 in lower-case hex over a value as JSON: what we build ourselves has its keys always in the same order. */
export const hashOfValue = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
