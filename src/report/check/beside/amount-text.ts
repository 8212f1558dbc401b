/** `2024-02-10 13:15:02 UTC`, to the second. */
export const clockText = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** `45 s`, `12 min`, `5 h 55 min`, `3 days 4 h`. */
export function timeText(seconds: number): string {
  const whole = Math.abs(Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days${hours % 24 === 0 ? '' : ` ${hours % 24} h`}`;
}

/** `2.3 GB`, by thousands. */
export const bytesText = (bytes: number): string => scaled(bytes, ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB']);

/** `9.4 kH/s`, by thousands. */
export const hashRateText = (rate: number): string => scaled(rate, ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s']);

function scaled(amount: number, units: readonly string[]): string {
  const power = amount < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(amount) / 3));
  const part = amount / 1000 ** power;
  return `${power === 0 || part >= 100 ? Math.round(part) : part.toPrecision(2)} ${units[power] ?? ''}`;
}

/** `3.43 USD` */
export const moneyText = (amount: number, currency: string): string =>
  `${amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} ${currency}`;
