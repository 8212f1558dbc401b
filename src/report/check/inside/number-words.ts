/** `88 min`, `6 h 15 min`, `3 d 4 h`. */
export function lastingSeconds(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  if (Math.abs(seconds) < 120) return `${Math.round(Math.abs(seconds))} s`;
  if (minutes < 120) return `${minutes} min`;
  const parts: readonly (readonly [number, string])[] =
    minutes < 2880
      ? [
          [Math.floor(minutes / 60), 'h'],
          [minutes % 60, 'min'],
        ]
      : [
          [Math.floor(minutes / 1440), 'd'],
          [Math.floor(minutes / 60) % 24, 'h'],
        ];
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** `15 kH/s`, by the largest unit that leaves a whole. */
export const hashRateWords = (perSecond: number): string => scaled(perSecond, ['H/s', 'kH/s', 'MH/s', 'GH/s', 'TH/s']);

/** `2.3 GB`, decimal as providers bill. */
export const byteWords = (bytes: number): string => scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB', 'PB']);

/** `0.08 USD`, `3.70 USD`, `1,250 USD`. */
export function usdWords(usd: number): string {
  if (usd >= 1000) return `${plainNumber(Math.round(usd))} USD`;
  if (usd >= 0.01 || usd === 0) return `${usd.toFixed(2)} USD`;
  return `${usd.toPrecision(1)} USD`;
}

/** At most four digits that mean something, thousands apart. */
export const plainNumber = (value: number): string =>
  Number(value.toPrecision(value >= 1000 ? 6 : 4)).toLocaleString('en-US', { maximumFractionDigits: 4 });

function scaled(value: number, units: readonly [string, ...string[]]): string {
  const steps = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(value, 1)) / 3)));
  return `${Number((value / 1000 ** steps).toPrecision(3))} ${units[steps] ?? units[0]}`;
}
