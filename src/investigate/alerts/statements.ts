import { instantAt, plainInstant } from '../cells.ts';

/** One thing that an alert says and that records can bear out or contradict. */
export type Statement =
  | { readonly is: 'process'; readonly path: string }
  | { readonly is: 'endpoint'; readonly host: string; readonly port: string | null }
  | { readonly is: 'cpu-level'; readonly percent: number }
  | { readonly is: 'cpu-usual'; readonly low: number; readonly high: number }
  | { readonly is: 'cpu-time'; readonly hours: number }
  | { readonly is: 'sent'; readonly bytes: number; readonly within: 'hour' | 'day' | null }
  | { readonly is: 'sent-usual'; readonly bytes: number }
  | { readonly is: 'begin'; readonly time: string }
  | { readonly is: 'user'; readonly name: string }
  | { readonly is: 'key'; readonly name: string }
  | { readonly is: 'sudoers' }
  | { readonly is: 'severity'; readonly words: string };

interface Leaf {
  readonly key: string;
  readonly text: string;
}

const mostLeaves = 400;
const longestLeaf = 4000;
const mostStatements = 40;

/**
 * The statements in an alert's own record, wherever the provider puts them: as fields with names of their own, or in running
 * text. Each once, in the order of the record. Addresses may be defanged.
 */
export function statementsIn(record: unknown): readonly Statement[] {
  const found = leavesOf(record, '')
    .slice(0, mostLeaves)
    .flatMap((leaf) => readers.flatMap((read) => read(plain(leaf))));
  const facts = found.filter(({ is }) => is !== 'severity');
  const all = facts.length === 0 ? [] : [...facts, ...ratingIn(found)];
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()].slice(0, mostStatements);
}

/** All ratings of one alert are one statement; alone they say nothing that records could know. */
function ratingIn(found: readonly Statement[]): readonly Statement[] {
  const words = found.flatMap((one) => (one.is === 'severity' ? one.words : []));
  return words.length === 0 ? [] : [{ is: 'severity', words: [...new Set(words)].join(', ') }];
}

function leavesOf(value: unknown, key: string): readonly Leaf[] {
  if (typeof value === 'number') return [{ key, text: String(value) }];
  if (typeof value === 'string') return linesOf(key, value);
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(item, key));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, name));
}

const labelled = /^[\s*•–-]*([A-Za-z][\w /()-]{1,40}):\s+(\S.*)$/;

/** A text of several lines says something else in each, under a name of its own where it has one. */
function linesOf(key: string, text: string): readonly Leaf[] {
  return text
    .slice(0, mostLeaves * 200)
    .split(/\r?\n|;\s/)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, name, rest] = labelled.exec(line) ?? [];
      return name === undefined || rest === undefined ? { key, text: line } : { key: `${key} ${name}`, text: rest };
    });
}

/** Without defanging, and with the dash that stands between numbers as a hyphen. */
const plain = ({ key, text }: Leaf): Leaf => ({
  key,
  text: text.slice(0, longestLeaf).replaceAll('[.]', '.').replaceAll('[:]', ':').replaceAll(/[–—]/g, '-'),
});

const number = String.raw`(\d{1,6}(?:\.\d{1,3})?)`;

/** Where executables lie; what stands in a link is no path. */
const path = /(?<![\w.:/-])\/(?:usr|bin|sbin|opt|tmp|var|dev|run|home|root|lib|srv)\/[^\s"'`|;,&<>(){}[\]]{1,200}/g;
const processes = ({ key, text }: Leaf): readonly Statement[] =>
  /process|exec|binar|miner|command|image|path|file|malware/i.test(`${key} ${text}`)
    ? [...text.matchAll(path)].map(([found]) => ({ is: 'process', path: found.replace(/[.:]+$/, '') }))
    : [];

const endpoint =
  /(?<![\w.@-])(\d{1,3}(?:\.\d{1,3}){3}|[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24}(?=:\d))(?::(\d{1,5}))?(?![\w.-]*\w)/gi;
const endpoints = ({ key, text }: Leaf): readonly Statement[] =>
  // What the alert is about is no other end.
  /^(?:impacted|resource|target|instance|host|own|local)/i.test(key)
    ? []
    : [...text.matchAll(endpoint)].map(([, host = '', port]) => ({
        is: 'endpoint',
        host: host.toLowerCase(),
        port: port ?? null,
      }));

const usually = /\b(?:normal|usual|baseline|typical|average)\w*\b/i;
const rangeOfPercent = new RegExp(String.raw`${number}\s*%?\s*-\s*${number}\s*%`);
const percent = new RegExp(String.raw`${number}\s*(?:%|percent)`, 'gi');
const hours = new RegExp(String.raw`${number}\s*\+?\s*(?:hours?|hrs?|h)\b`, 'i');

function processorLoad({ key, text }: Leaf): readonly Statement[] {
  if (!/\bcpu|processor/i.test(`${key} ${text}`) || !/%|percent/i.test(text)) return [];
  const range = usually.test(`${key} ${text}`) ? rangeOfPercent.exec(text) : null;
  const rest = range === null ? text : text.replace(range[0], '');
  const levels = [...rest.matchAll(percent)].map(([, level]) => Number(level)).filter((level) => level <= 100);
  const lasted = hours.exec(rest);
  return [
    ...(range === null ? [] : [{ is: 'cpu-usual' as const, low: Number(range[1]), high: Number(range[2]) }]),
    ...levels.slice(-1).map((level) => ({ is: 'cpu-level' as const, percent: level })),
    ...(lasted === null ? [] : [{ is: 'cpu-time' as const, hours: Number(lasted[1]) }]),
  ];
}

const powers: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const volume = new RegExp(String.raw`${number}\s*([KMGT])i?B\b(?=([^,;\d]{0,24}))`, 'gi');

function traffic({ key, text }: Leaf): readonly Statement[] {
  if (!/egress|traffic|network|outbound|sent|upload|bytes|exfil/i.test(`${key} ${text}`)) return [];
  let from = 0;
  return [...text.matchAll(volume)].map((match): Statement => {
    const [whole, amount, unit = '', after = ''] = match;
    const bytes = Math.round(Number(amount) * (powers[unit.toLowerCase()] ?? 1));
    const before = text.slice(from, match.index);
    from = match.index + whole.length;
    if (usually.test(before)) return { is: 'sent-usual', bytes };
    const within = /\bhour\b/i.test(after) ? 'hour' : /\bday\b/i.test(after) ? 'day' : null;
    return { is: 'sent', bytes, within };
  });
}

const instant =
  /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|[+-]\d\d:?\d\d|UTC|GMT|[ECMP][SD]T)(?!\w)/;

/** Hours behind UTC of the zones that are written by letters. */
const behind: Readonly<Record<string, number>> = { E: 5, C: 6, M: 7, P: 8 };

function offsetOf(zone: string): string {
  if (/^(?:Z|UTC|GMT)$/.test(zone)) return 'Z';
  const hours = behind[zone[0] ?? ''];
  return hours === undefined ? zone : `-0${hours - (zone[1] === 'D' ? 1 : 0)}:00`;
}

/** When it is said to have begun; when it was noticed is another thing. Times without a zone are nobody's. */
function beginning({ key, text }: Leaf): readonly Statement[] {
  const said = `${key} ${text}`;
  if (!/compromis|intrusion|attack|onset/i.test(said) || !/time|began|start|since|approx|at\b/i.test(said)) return [];
  const [, day = '', clock = '', zone = ''] = instant.exec(text) ?? [];
  const at = Date.parse(`${day}T${clock}${offsetOf(zone)}`);
  return Number.isNaN(at) ? [] : [{ is: 'begin', time: plainInstant(instantAt(at)) }];
}

const name = String.raw`["'“”]?([A-Za-z_][\w.@-]{1,60})`;
const madeUser = new RegExp(
  String.raw`\b(?:new|created|added|unauthori[sz]ed) (?:local )?(?:user|account)(?: (?:was )?(?:created|added))?\s*[:=]?\s*${name}`,
  'i',
);
const addedKey = new RegExp(
  String.raw`\b(?:ssh|authori[sz]ed|public) ?key(?:s)?(?: (?:was )?added)?\s*[:=]\s*${name}`,
  'i',
);

function names({ key, text }: Leaf): readonly Statement[] {
  const said = `${key}: ${text}`;
  const [user, added] = [madeUser.exec(said)?.[1], addedKey.exec(said)?.[1]];
  return [
    ...(user === undefined ? [] : [{ is: 'user' as const, name: user }]),
    ...(added === undefined ? [] : [{ is: 'key' as const, name: added }]),
    ...(/\bsudoers\b/i.test(`${key} ${text}`) ? [{ is: 'sudoers' as const }] : []),
  ];
}

const ratingKey = /(?:^|\s)(severity|risk[-_ ]?level|risk[-_ ]?score|priority)$/i;

function rating({ key, text }: Leaf): readonly Statement[] {
  const name = ratingKey.exec(key)?.[1];
  return name !== undefined && text.length < 40 ? [{ is: 'severity', words: `${name} ${text}` }] : [];
}

const readers = [processes, endpoints, processorLoad, traffic, beginning, names, rating] as const;
