import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { perIncident } from './per-incident.ts';
import { regionIs } from './region-names.ts';

type Named = Pick<Of<'indicator'>, 'type' | 'value'>;

/** Where an incident knows a value from. */
export interface Known {
  readonly text: string;
  readonly evidence: readonly string[];
  /** Among the incident's own indicators, and so of the intruder. */
  readonly isIndicator: boolean;
}

/** What the incident knows of a value, its indicators first. */
export function knownOf(incident: Incident, named: Named): readonly Known[] {
  const asked = askedOf(incident);
  const key = JSON.stringify([named.type, named.value]);
  const known = asked.get(key) ?? [
    ...asIndicator(incident, named),
    ...asPart(incident, named),
    ...asTimetable(incident, named),
    ...inTexts(incident, named),
  ];
  asked.set(key, known);
  return known;
}

/** A report names the same things again and again. */
const askedOf = perIncident(() => new Map<string, readonly Known[]>());

const pair = /^(.+?):(\d{1,5})$/;

/** `address:port` in its two parts; null where it is no such pair. */
export function pairOf({ type, value }: Named): { readonly host: string; readonly port: string } | null {
  const [, host = '', port = ''] = type === 'file' || type === 'key' || type === 'hash' ? [] : (pair.exec(value) ?? []);
  return host === '' || host.includes(':') ? null : { host, port };
}

/** The same value however it is written: no scheme, no closing slash, no case where it means none. */
function plain(type: Named['type'], value: string): string {
  if (type === 'file' || type === 'key' || type === 'schedule') return value.trim();
  return value
    .trim()
    .toLowerCase()
    .replace(/^\w+:\/\//, '')
    .replace(/\/$/, '');
}

/** What was cut or masked at its end: `7a8b9c…`, `ocid1.instance.oc1.iad.xxxx`. */
const maskedEnd = /(?:…|\.{3}|x{4,}|\*{2,})$/;

/** A value that was cut is its beginning. */
const isSame = (type: Named['type'], said: string, own: string): boolean => {
  const [left, right] = [plain(type, said), plain(type, own)];
  const cut = left.replace(maskedEnd, '');
  return cut === left ? left === right : cut.length > 6 && right.startsWith(cut);
};

function asIndicator({ indicators }: Incident, { type, value }: Named): readonly Known[] {
  const types: readonly string[] = type === 'domain' || type === 'url' ? ['domain', 'url'] : [type];
  return indicators
    .filter((one) => types.includes(one.type) && isSame(type, value, one.value))
    .map(({ value: own, role, first_seen: first, evidence }) => ({
      text: `${own}: ${role}, first seen at ${first}`,
      evidence,
      isIndicator: true,
    }));
}

/** Parts that name things: machines, accounts, identities, credentials, regions. */
function asPart(incident: Incident, { type, value }: Named): readonly Known[] {
  const is = (own: string | null): boolean => own !== null && isSame(type, value, own);
  const parts = [
    ...incident.resources
      .filter(({ uid, name }) => is(uid) || is(name))
      .map(({ type: kind, evidence }) => ({ text: `${value} is a ${kind} of this incident`, evidence })),
    ...incident.identities
      .filter(({ uid, name }) => is(uid) || is(name))
      .map(({ role, evidence }) => ({
        text: `${value} is ${role === 'shared' ? 'an identity that the intruder used beside its owner' : 'an identity of the intruder'}`,
        evidence,
      })),
    ...incident.credentials
      .filter(({ uid }) => is(uid))
      .map(({ access, state, evidence }) => ({
        text: `${value} is a credential that the intruder ${access === 'readable' ? 'could read' : access}, now ${state}`,
        evidence,
      })),
    ...incident.persistence
      .filter(({ target }) => is(target?.name ?? null) || is(target?.uid ?? null))
      .map(({ operation, evidence }) => ({ text: `${operation} touched ${value}`, evidence })),
    ...incident.findings
      .filter(({ actors, resources, rule }) => [...actors, ...resources, rule.uid].some(is))
      .map(({ rule, evidence }) => ({ text: `the finding “${rule.title}” names ${value}`, evidence })),
    ...places(incident, { type, value }),
  ];
  return parts.map((part) => ({ ...part, isIndicator: false }));
}

function places(incident: Incident, { type, value }: Named) {
  const proof = incident.timeline.slice(0, 5).flatMap(({ evidence }) => evidence.slice(0, 1));
  if (type === 'account' && incident.accounts.includes(value))
    return [{ text: `the intruder acted in account ${value}`, evidence: proof }];
  if (type === 'region' && incident.regions.some((region) => regionIs(value, region)))
    return [{ text: `the intruder acted in ${value}`, evidence: proof }];
  return [];
}

/** A timetable's line: the command that ran by one, every so many minutes. */
function asTimetable({ timeline }: Incident, { type, value }: Named): readonly Known[] {
  const [, minutes = '', command = ''] =
    type === 'schedule' ? (/^(\S+)(?:\s+\S+){4}\s*(.*)$/.exec(value.trim()) ?? []) : [];
  const every = Number(/^\*\/(\d+)$/.exec(minutes)?.[1] ?? Number.NaN);
  return timeline
    .filter(({ text }) => minutes !== '' && text.includes(command) && text.includes(' by a timetable'))
    .filter(
      (entry) => Number.isNaN(every) || Number.isNaN(minutesApart(entry)) || Math.abs(minutesApart(entry) - every) < 1,
    )
    .map(({ text, evidence }) => ({ text, evidence, isIndicator: false }));
}

/** Minutes from one time to the next, of what came several times; NaN of what came once. */
function minutesApart({ time, text }: Incident['timeline'][number]): number {
  const [, times = '', last = ''] = / (\d+) times until (\S+Z)/.exec(text) ?? [];
  return (Date.parse(last) - Date.parse(time)) / 60_000 / (Number(times) - 1);
}

/** Named in a sentence of the timeline, of containment or of a claim. */
function inTexts(incident: Incident, named: Named): readonly Known[] {
  const { type, value } = named;
  const two = pairOf(named);
  const mentions =
    two === null
      ? [mentionOf(type, value)]
      : [mentionOf(type, `${two.host}:${two.port}`), mentionOf(type, `${two.host} port ${two.port}`)];
  const part = bareOf(two === null ? value : two.host).toLowerCase();
  return lowerTexts(incident)
    .filter(({ text, lower }) => lower.includes(part) && mentions.some((mention) => mention.test(text)))
    .map(({ text, evidence }) => ({ text, evidence, isIndicator: false }));
}

const lowerTexts = perIncident(({ timeline, containment, claims }) =>
  [...timeline, ...containment, ...claims].map(({ text, evidence }) => ({ text, evidence, lower: text.toLowerCase() })),
);

/** Without a scheme, a mask or a closing slash. */
const bareOf = (value: string): string =>
  value
    .replace(/^\w+:\/\//, '')
    .replace(maskedEnd, '')
    .replace(/\/$/, '');

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** The value by itself, not as a part of a longer one; a port only where it is called one. */
function mentionOf(type: Named['type'], value: string): RegExp {
  if (type === 'port') return new RegExp(`(?:port |[\\w.]:)${literal(value)}(?!\\d)`);
  const bare = bareOf(value);
  return new RegExp(
    `(?<![\\w.-])${literal(bare)}${maskedEnd.test(value) ? '' : '(?![\\w-]|\\.\\w)'}`,
    type === 'file' ? '' : 'i',
  );
}
