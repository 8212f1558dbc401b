import type { Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { hostOf, portOf } from './host-port.ts';
import { found, judged, nothingFound } from './found.ts';
import { told } from './told.ts';

const partial = /\b(key|main|selected|top|sample|partial|excerpt|attached|appendix|annex|full list|csv|stix)\b/i;
const hostile = new Set(['attacker', 'pool', 'c2', 'download', 'miner']);
const listable = new Set(['ip', 'domain', 'url', 'port', 'file', 'hash', 'wallet', 'schedule', 'key', 'user']);

/** What the analysis finds hostile belongs into the list of indicators. */
export const indicatorList: Check = {
  id: 'indicator-not-listed',
  asks: "Is every hostile indicator of the analysis in the report's list?",
  run(statements) {
    const all = told(statements, 'indicator');
    const list = all.filter(({ isListed }) => isListed);
    if (list.length < 2 || list.some(isPartial)) return nothingFound;
    const missing = all.filter((item) => !item.isListed && isHostile(item) && !isIn(list, item));
    const distinct = missing.filter(
      (item, index) => missing.findIndex((other) => other.value.toLowerCase() === item.value.toLowerCase()) === index,
    );
    return found(distinct.map((item) => missed(item)));
  },
};

const isPartial = ({ quote: { passage } }: Statement): boolean => partial.test(passage.headings.slice(-2).join(' '));

const isHostile = ({ type, role }: Of<'indicator'>): boolean =>
  type === 'schedule'
    ? role !== 'victim' && role !== 'responder'
    : role !== null && hostile.has(role) && listable.has(type);

/** A value by itself, as part of a longer one, or by its host where the list has no ports at all. */
function isIn(list: readonly Of<'indicator'>[], { value, type }: Of<'indicator'>): boolean {
  const wanted = value.toLowerCase();
  const values = list.map((item) => item.value.toLowerCase());
  if (values.some((one) => one === wanted || isCut(one, wanted) || isCut(wanted, one))) return true;
  if (type === 'schedule') return list.some((item) => item.type === 'schedule');
  if (type === 'port')
    return (
      values.some((one) => one.endsWith(`:${wanted}`)) ||
      !list.some((item) => item.type === 'port' || portOf(item.value) !== null)
    );
  if (type === 'file') return values.some((one) => one.includes(wanted) || wanted.endsWith(`/${one}`));
  const host = hostOf(wanted);
  if (host === null) return values.some((one) => one.includes(wanted));
  const isSameHost = values.some((one) => hostOf(one) === host);
  const hasPorts = list.some((item) => portOf(item.value) !== null);
  return isSameHost && (portOf(wanted) === null || !hasPorts);
}

/** A hash that is cut stands for the whole one. */
const isCut = (cut: string, whole: string): boolean =>
  cut.endsWith('…') && cut.length > 6 && whole.startsWith(cut.slice(0, -1));

const missed = (item: Of<'indicator'>): Judgement =>
  judged('unsupported', item, {
    why: `${item.value} stands in the analysis${item.role === null ? '' : ` (${item.role})`} and is missing from the list of indicators: who blocks by the list does not block it`,
  });
