const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A moment as a clock shows it that is so many minutes east of UTC: `2024-02-10T08:15:02.123`. */
function localInstant(time: number, offsetMinutes: number): string {
  return new Date(time + offsetMinutes * 60_000).toISOString().slice(0, 23);
}

/** The same as RFC 3164 writes it, without year and zone: `Feb 10 08:15:02`. */
export function syslogStamp(time: number, offsetMinutes: number): string {
  const [date = '', clock = ''] = localInstant(time, offsetMinutes).split('T');
  const [, month, day] = date.split('-').map(Number);
  return `${months[(month ?? 1) - 1] ?? ''} ${String(day).padStart(2, ' ')} ${clock.slice(0, 8)}`;
}
