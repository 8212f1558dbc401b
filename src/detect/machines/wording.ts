import type { Sign } from '../../model/baseline.ts';
import { counted, listed } from '../baselines/wording.ts';

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];

/** `2.3 GB`. */
export function size(bytes: number): string {
  const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const number = bytes / 1000 ** power;
  return `${number >= 100 || power === 0 ? Math.round(number) : Number(number.toPrecision(2))} ${units[power] ?? ''}`;
}

/** A connection to what may be a pool: where to, how long, how much, and why it is taken for one. */
export function heldConnection(sign: Sign): string {
  const [destination = '', port = '', since = '', until = ''] = sign.what;
  const [hours = 0, sent = -1, got = -1, rhythm = 0] = sign.amounts;
  const kind = rhythm > 0 ? 'a thin and steady connection' : 'a connection';
  const flow = [
    `${counted(sign.value, 'minute')} with traffic in ${counted(hours, 'hour')}`,
    ...(sent < 0 ? [] : [`${size(sent)} out${got < 0 ? '' : ` and ${size(got)} in`} an hour`]),
  ];
  const before = sign.historyDays === 0 ? 'no earlier day' : counted(sign.historyDays, 'earlier day');
  return `${sign.subject} held ${kind} to ${destination} port ${port} from ${since} to ${until} (${flow.join(', ')}): ${listed(sign.reasons)}; ${before} of the machine on record`;
}
