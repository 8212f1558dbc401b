import { secondsBetween } from '../cells.ts';

/** `45 s`, `12 min`, `5 h 55 min`, `3 days 4 h`. */
export function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}

export const between = (from: string, to: string): string => timeText(secondsBetween(from, to));

const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `2.3 GB`, by thousands. */
export function bytesText(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1000 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : amount.toPrecision(2)} ${units[power] ?? ''}`;
}

/** `15 %` */
export const percentText = (value: number): string => `${Math.round(value)} %`;

/** Hours to two digits. */
export const hoursOfSeconds = (seconds: number): number => Math.round(seconds / 36) / 100;
