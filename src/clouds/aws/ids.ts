import type { Random } from '../../model/simulation.ts';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/*
 * Ids of AWS's form. Those of identities and keys end in EXAMPLE, as in AWS's own documentation, so
 * that nobody takes them for real ones.
 */
export const permanentKey = (random: Random): string => `AKIA${random.text(base32, 9)}EXAMPLE`;
export const temporaryKey = (random: Random): string => `ASIA${random.text(base32, 9)}EXAMPLE`;
export const userUid = (random: Random): string => `AIDA${random.text(base32, 10)}EXAMPLE`;
export const roleUid = (random: Random): string => `AROA${random.text(base32, 10)}EXAMPLE`;

/** An id such as `i-0a1b2c3d4e5f60718`. */
export const resourceUid = (random: Random, prefix: string): string => `${prefix}-0${random.hex(16)}`;

/** What S3 calls a request: sixteen capitals and digits, and a longer second id. */
export const storageRequestUid = (random: Random): string => random.text(base36, 16);
export const storageHostUid = (random: Random): string => `${random.text(base64, 75)}=`;

/** Tokens of real records are 756 or 1,068 characters long; these are what follows the beginning. */
const tokenLengths = [702, 1_014] as const;

/** A session token as CloudTrail shows it in the answers of STS. Without its secret key it opens nothing. */
export function sessionToken(random: Random): string {
  return `IQoJb3JpZ2luX2VjE${random.text(base64, 2)}//////////wEaCXVzLWVhc3QtMSJHMEUCI${random.text(base64, random.pick(tokenLengths))}=`;
}

/** The sealed reason of a refusal, as EC2 appends it. */
export const sealedReason = (random: Random): string => random.text(`${base64.slice(0, 62)}-_`, 560);

/** How STS and IAM write a time in answers, with and without the second comma. */
export function answerTime(time: number, style: 'sts' | 'iam'): string {
  const date = new Date(time);
  const month =
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][date.getUTCMonth()] ?? '';
  const hour = date.getUTCHours();
  const clock = `${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${month} ${date.getUTCDate()}, ${date.getUTCFullYear()}${style === 'sts' ? ',' : ''} ${clock}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
