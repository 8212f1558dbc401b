import type { Incident } from '../../../model/incident.ts';
import type { Of } from '../statement.ts';
import { besideCheck, contradicted, ofKind, supported, unsupported } from './beside-check.ts';
import type { Setting, Weighed } from './beside-check.ts';
import { knownOf, pairOf } from './known-values.ts';
import type { Known } from './known-values.ts';
import { ownUse } from './own-use.ts';
import { regionIs } from './region-names.ts';
import { listed, readLogs, readLogsText, short } from './told.ts';
import { coverageRef } from '../../../model/evidence.ts';

type Named = Of<'indicator'>;

/** Every address, name, file or key of the report against what the records name. */
export const indicators = besideCheck(
  { id: 'indicators', asks: 'Do the records know it, and as what?', about: 'indicator' },
  (setting) => (named) => weighNamed(named, setting),
);

function weighNamed(named: Named, setting: Setting): Weighed | null {
  const { incident } = setting;
  const known = knownOf(incident, named);
  const own = isBlamed(named) ? ownUse(incident, named) : null;
  const [best] = known;
  const beside = besidePort(named);
  if (beside !== null && weighPair(beside, setting)?.verdict === 'contradicted') return weighPair(beside, setting);
  if (best?.isIndicator !== true && own !== null) return contradicted(own.text, own.evidence);
  if (best !== undefined) return supported(short(best.text), best.evidence);
  return pairOf(named) === null ? unknownOf(named, setting) : weighPair(named, setting);
}

/** The address or name that stands before a port in the report's words, with it: `pool.example[.]com:3333`. */
function besidePort(named: Named): Named | null {
  if (named.type !== 'port') return null;
  const text = named.quote.passage.text.replaceAll(/\[([.:])\]/g, '$1');
  const [, host] = new RegExp(`(?<![\\w.-])([\\w-]+(?:\\.[\\w-]+)+)(?::| port )${named.value}(?!\\d)`).exec(text) ?? [];
  return host === undefined ? null : { ...named, type: 'domain', value: `${host}:${named.value}` };
}

/** Said to be of the attacker. */
const isBlamed = ({ role, isListed }: Named): boolean =>
  role === null ? isListed : role !== 'victim' && role !== 'responder';

/** Address and port are each known, but not together. */
function weighPair(named: Named, setting: Setting): Weighed | null {
  const { incident } = setting;
  const two = pairOf(named);
  if (two === null) return unknownOf(named, setting);
  const host = hostOf(incident, two.host);
  const port = knownOf(incident, { type: 'port', value: two.port });
  const ports = portsWith(incident, two.host);
  if (host.length > 0 && ports.length > 0 && !ports.includes(two.port))
    return contradicted(
      `the records name ${two.host} with port ${listed(ports)}, not with ${two.port}`,
      (host[0]?.evidence ?? []).slice(0, 100),
    );
  if (host.length > 0 && port.length > 0)
    return supported(`${short(host[0]?.text ?? '')}; ${short(port[0]?.text ?? '')}`, [
      ...(host[0]?.evidence ?? []),
      ...(port[0]?.evidence ?? []),
    ]);
  return unknownOf(named, setting);
}

const hostOf = (incident: Incident, host: string): readonly Known[] => [
  ...knownOf(incident, { type: 'ip', value: host }),
  ...knownOf(incident, { type: 'domain', value: host }),
];

/** Ports that the incident's sentences put beside an address or name. */
function portsWith(incident: Incident, host: string): readonly string[] {
  const beside = new RegExp(`(?<![\\w.-])${host.replaceAll('.', String.raw`\.`)}(?::| port )(\\d{1,5})(?!\\d)`, 'gi');
  const texts = [...incident.timeline, ...incident.claims].map(({ text }) => text);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(beside)].map(([, port = '']) => port)))].toSorted();
}

function unknownOf(named: Named, setting: Setting): Weighed | null {
  const { incident } = setting;
  if (named.type === 'region') return unknownRegion(named, incident);
  const rival = named.type === 'ip' && named.role === 'attacker' ? rivalOf(setting) : null;
  if (rival !== null && incident.entry !== null)
    return contradicted(
      `no record names ${named.value}; the intruder came from ${rival}, which the report does not name`,
      incident.entry.evidence,
    );
  const key = named.type === 'key' ? rivalKeyOf(named, setting) : null;
  if (key !== null && incident.root !== null)
    return contradicted(
      `no record names ${named.value}; the intruder used ${key}, which the report does not name`,
      incident.root.evidence,
    );
  return unsupported(`no record of this incident names it; read were ${readLogsText(incident)}`, readLogs(incident));
}

/** The address by which he came, where the report names another in its place. */
function rivalOf({ incident, statements }: Setting): string | null {
  const address = incident.entry?.address ?? null;
  const isNamed = ofKind(statements, 'indicator').some(
    ({ value }) => value === address || value.startsWith(`${address}:`),
  );
  return address === null || isNamed ? null : address;
}

const usedByHim =
  /\b(?:intruder|attacker|adversary|threat actor|stolen|leaked|compromised|exposed)\b(?:[^.;]|\.\S){0,80}\bkey\b|\bkey\b(?:[^.;]|\.\S){0,80}\b(?:stolen|leaked|compromised|exposed)\b/i;

/** The key with which it began, where the report says of another one of its form that it was his, and never names it. */
function rivalKeyOf({ value, role, quote }: Named, { incident, statements }: Setting): string | null {
  const key = incident.root?.credential ?? null;
  const isHis = role === 'attacker' || (role === null && usedByHim.test(quote.text));
  if (key === null || !isHis || value.endsWith('…') || formOf(value) !== formOf(key)) return null;
  return ofKind(statements, 'indicator').some((one) => one.type === 'key' && canMean(one.value, key)) ? null : key;
}

/** `SHA256:` of a fingerprint, else its first letters and how long it is. */
const formOf = (key: string): string => /^\w+:/.exec(key)?.[0] ?? `${key.slice(0, 4)} ${key.length}`;

/** A key that is cut names whichever begins and ends so. */
function canMean(named: string, key: string): boolean {
  const [start = '', end = ''] = named.split('…');
  return key.startsWith(start) && key.endsWith(end) && (named.includes('…') || named === key);
}

function unknownRegion({ value, role, isListed }: Named, { coverage, ...incident }: Incident): Weighed {
  const cells = coverage.filter(({ region }) => region !== null && regionIs(value, region));
  const seen = cells.filter(({ state }) => state === 'seen');
  if (cells.length > 0 && role === null && !isListed)
    return supported(
      `it is among the regions of this incident's logs, ${listed([...new Set(cells.map(({ state }) => state))])}; no act of the intruder there is on record`,
      cells.slice(0, 100).map(coverageRef),
    );
  return seen.length > 0 && seen.length === cells.length && role !== 'victim'
    ? unsupported(
        'the logs of that region were read and show no act of the intruder',
        seen.slice(0, 100).map(coverageRef),
      )
    : unsupported('no record of this incident is of that region', readLogs({ coverage, ...incident }));
}
