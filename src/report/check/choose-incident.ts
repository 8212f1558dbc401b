import type { Incident } from '../../model/incident.ts';
import type { ReportText } from './passage.ts';
import type { Statement } from './statement.ts';

/** Which incident a report speaks of, and the reason in a sentence. */
export interface Chosen {
  /** Null where it plainly speaks of another, or nothing tells which. */
  readonly incident: Incident | null;
  readonly why: string;
}

interface Named {
  readonly value: string;
  readonly weight: number;
}

interface Scored {
  readonly incident: Incident;
  readonly score: number;
  readonly shared: readonly string[];
  readonly isInTime: boolean;
}

/**
 * The incident whose addresses, names and times a report shares most; `read` gives its statements. A report that names things and days, none
 * of which is the incident's, is of another: it must not be held against this one.
 */
export function chooseIncident(
  report: ReportText,
  read: () => readonly Statement[],
  incidents: readonly Incident[],
): Chosen {
  const words = wordsOf(report);
  const byNames = incidents.map((incident) => scoreOf(incident, words, [])).toSorted(byScore);
  const [plain, next] = byNames;
  // Names alone settle most cases; days need the statements, which take their time to read.
  if (plain !== undefined && plain.score >= 3 && plain.score > (next?.score ?? 0) + dayWeight)
    return { incident: plain.incident, why: reasonOf(plain, incidents.length) };
  const statements = read();
  const days = datesOf(statements);
  const own = new Set(
    statements.flatMap((one) => (one.about === 'indicator' && strong.has(one.type) ? one.value : [])),
  );
  const scored = incidents
    .map((incident) => scoreOf(incident, words, days))
    // On the same day there may be other incidents: of names that are all strange, a day outweighs one at most.
    .map((one) => (one.shared.length === 0 && own.size > 1 ? { ...one, score: 0 } : one))
    // A file may lie on any machine.
    .map((one) => (one.score < 2 && own.size > 0 ? { ...one, score: 0 } : one))
    .toSorted(byScore);
  const [best, second] = scored;
  if (best === undefined) return { incident: null, why: 'no incident was found' };
  if (best.score === 0) return unmatched(best, { isTelling: days.length > 0 || own.size > 0, count: incidents.length });
  if (second !== undefined && second.score === best.score) {
    const both = `${best.incident.incident_uid} and ${second.incident.incident_uid}`;
    return { incident: null, why: `the report could speak of ${both} alike; name the folder of one of them` };
  }
  return { incident: best.incident, why: reasonOf(best, incidents.length) };
}

const byScore = (a: Scored, b: Scored): number =>
  b.score - a.score || (a.incident.incident_uid < b.incident.incident_uid ? -1 : 1);

/** What belongs to one incident and hardly to a second. */
const strong: ReadonlySet<string> = new Set(['ip', 'domain', 'url', 'hash', 'account', 'key', 'machine']);

function unmatched(
  { incident }: Scored,
  { isTelling: names, count }: { readonly isTelling: boolean; readonly count: number },
): Chosen {
  if (!names && count === 1) {
    const why = `held against ${incident.incident_uid}, the only incident there; the report names no address, machine or day to know it by`;
    return { incident, why };
  }
  const whose = count === 1 ? `incident ${incident.incident_uid}` : `any of the ${count} incidents`;
  return {
    incident: null,
    why: names
      ? `THIS REPORT IS OF ANOTHER INCIDENT: no address, name, account or day in it is one of ${whose}; it was held against itself and against arithmetic only`
      : 'the report names no address, machine or day that would show its incident; name the folder of one',
  };
}

function reasonOf({ incident, shared, isInTime }: Scored, count: number): string {
  const names = shared.slice(0, 4).join(', ') + (shared.length > 4 ? ` and ${shared.length - 4} more` : '');
  const among = count > 1 ? `, of ${count} incidents` : '';
  const reasons = [...(names === '' ? [] : [`both name ${names}`]), ...(isInTime ? ['the times meet'] : [])];
  return `held against ${incident.incident_uid}, ${incident.title}${among}: ${reasons.join('; ')}`;
}

function scoreOf(incident: Incident, words: ReadonlySet<string>, days: readonly number[]): Scored {
  const shared = new Map<string, number>();
  for (const { value, weight } of namesOf(incident)) {
    if (words.has(value.toLowerCase())) shared.set(value, Math.max(weight, shared.get(value) ?? 0));
  }
  const dayMs = 86_400_000;
  const from = Date.parse(incident.first_seen) - dayMs;
  const to = Date.parse(incident.containment.at(-1)?.time ?? incident.last_seen) + 2 * dayMs;
  const isInTime = days.some((day) => day >= from && day <= to);
  const names = [...shared.values()].reduce((sum, weight) => sum + weight, 0);
  const isNamed = words.has(incident.incident_uid);
  return {
    incident,
    score: names + (isInTime ? dayWeight : 0) + (isNamed ? 100 : 0),
    shared: [...shared].toSorted((a, b) => b[1] - a[1]).map(([value]) => value),
    isInTime,
  };
}

/** A day is shared by many incidents. */
const dayWeight = 2;

const weights: Readonly<Record<string, number>> = {
  ip: 3, domain: 3, url: 3, hash: 3, key: 3, account: 3, wallet: 3, image: 2, file: 1, user: 2,
}; // prettier-ignore

/** Names that every machine knows tell nothing. */
const common =
  /^(?:root|admin|administrator|ubuntu|opc|centos|debian|user|test|default|\w+-user|.*authorized_keys|\/etc\/.*)$/i;

function namesOf(incident: Incident): readonly Named[] {
  const names: readonly Named[] = [
    ...incident.indicators.map(({ type, value }) => ({ value, weight: weights[type] ?? 0 })),
    ...incident.accounts.map((value) => ({ value, weight: 3 })),
    ...incident.credentials.map(({ uid }) => ({ value: uid, weight: 3 })),
    ...incident.resources.flatMap(({ uid, name }) => named(uid, name, 3)),
    ...incident.identities.flatMap(({ uid, name }) => named(uid, name, 2)),
  ];
  return names.filter(({ value, weight }) => weight > 0 && value.length > 3 && !common.test(value));
}

const named = (uid: string, name: string | null, weight: number): readonly Named[] =>
  [uid, ...uid.split(/[/:]/).slice(-1), ...uid.split(/[/:]/).slice(0, 1), ...(name === null ? [] : [name])].map(
    (value) => ({ value, weight }),
  );

/** Every word of the report in lower case, armed again; addresses with and without their port. */
function wordsOf({ passages }: ReportText): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text, label } of passages) {
    for (const word of armed(`${label ?? ''} ${text}`).split(/[\s"'“”‘’`,;()<>|=]+/)) {
      const bare = word.replace(/^[[{.]+|[\]}.:!?…]+$/g, '');
      if (bare.length < 4) continue;
      words.add(bare);
      words.add(bare.replace(/:\d{1,5}(?:\/\w+)?$/, ''));
    }
  }
  return words;
}

const armed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[[({]\s?(?:\.|dot)\s?[\])}]/g, '.')
    .replace(/\[(:\/\/|:)\]/g, '$1')
    .replace(/\bhxxp/g, 'http');

/** Moments with a day of their own, in epoch milliseconds. */
const datesOf = (statements: readonly Statement[]): readonly number[] =>
  statements.flatMap((one) => (one.about === 'moment' && one.isDated ? (one.at.low ?? one.at.high ?? []) : []));
