import type { Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { highest, lowest } from './reach.ts';
import { hostOf, portOf } from './host-port.ts';
import { found, judged, nothingFound } from './found.ts';
import { partOf, told } from './told.ts';

const partial = /\b(key|main|selected|top|sample|partial|excerpt|attached|appendix|annex|full list|csv|stix)\b/i;
const hostile = new Set(['attacker', 'pool', 'c2', 'download', 'miner']);
const listable = new Set(['ip', 'domain', 'url']);
/** Where intruders lay their files; everything else on a machine may be its own. */
const laidDown = /^\/(tmp|var\/tmp|dev\/shm)\/|\/\.[^/]+\/|xmrig/i;
const system = /^\/(bin|sbin|etc|home|root|usr\/sbin)\//;

/** What the analysis finds hostile belongs into the list of indicators. */
export const indicatorList: Check = {
  id: 'indicator-not-listed',
  asks: "Is every hostile indicator of the analysis in the report's list?",
  run(statements, { passages }) {
    const all = told(statements, 'indicator');
    const list = all.filter(({ isListed }) => isListed);
    if (list.length < 2 || list.some(isPartial)) return nothingFound;
    const titles = new Set(list.map(partOf));
    const written = (passages ?? [])
      .filter(({ headings }) => titles.has(headings.join(' / ')))
      .map(({ text }) => armed(text));
    const isWritten = ({ value, type }: Of<'indicator'>): boolean =>
      type !== 'port' && written.some((text) => text.includes(value.toLowerCase()));
    const near = [...list, ...all.filter(nearList(list))];
    const missing = all.filter((item) => !item.isListed && isHostile(item) && !isIn(near, item) && !isWritten(item));
    const distinct = missing.filter(
      (item, index) => missing.findIndex((other) => other.value.toLowerCase() === item.value.toLowerCase()) === index,
    );
    return found(distinct.map((item) => missed(item, all)));
  },
};

/** Lines after the last that was surely read as one of the list which may still be of it. */
const tail = 12;

function nearList(list: readonly Statement[]): (item: Statement) => boolean {
  const lines = list.map(({ quote }) => quote.passage.line);
  const first = lowest(lines);
  const last = highest(lines) + tail;
  return ({ quote }) => quote.passage.line >= first && quote.passage.line <= last;
}

const armed = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\[\.\]|\(\.\)|\[dot\]/g, '.')
    .replace(/^hxxp|(?<=\W)hxxp/g, 'http');

const isPartial = ({ quote: { passage } }: Statement): boolean => partial.test(passage.headings.slice(-2).join(' '));

function isHostile({ type, role, value }: Of<'indicator'>): boolean {
  if (type === 'schedule') return role !== 'victim' && role !== 'responder';
  if (role === null || !hostile.has(role)) return false;
  if (type === 'file') return laidDown.test(value) && !system.test(value);
  if (type === 'port') return role === 'c2' || role === 'pool';
  // `registry/image:tag` is no address to block.
  return listable.has(type) && !/\/[^/]*:[a-z]/i.test(value.replace(/^[a-z+]+:\/\//i, ''));
}

/** A value by itself, as part of a longer one, or by its host where the list has no ports at all. */
function isIn(list: readonly Of<'indicator'>[], { value, type }: Of<'indicator'>): boolean {
  const wanted = value.toLowerCase();
  const values = list.map((item) => item.value.toLowerCase());
  if (values.some((one) => one === wanted || isCut(one, wanted) || isCut(wanted, one))) return true;
  const ports = portsOf(list);
  if (type === 'schedule') return list.some((item) => item.type === 'schedule');
  if (type === 'port') return ports.size === 0 || ports.has(Number(wanted));
  if (type === 'file') return values.some((one) => one.includes(wanted) || wanted.startsWith(`${one}/`));
  const host = hostOf(wanted);
  if (host === null) return values.some((one) => one.includes(wanted));
  const port = portOf(wanted);
  const isSameHost = values.some((one) => hostOf(one) === host);
  return isSameHost && (port === null || ports.size === 0 || ports.has(port));
}

/** The ports of a list whose addresses mostly have one; none where ports are not its custom. */
function portsOf(list: readonly Of<'indicator'>[]): ReadonlySet<number> {
  const withPort = list.filter(({ type, value }) => type === 'port' || portOf(value) !== null);
  const lines = new Set(withPort.map(({ quote }) => quote.passage.line));
  const hosts = list.filter(({ type }) => type === 'ip' || type === 'domain');
  const bare = hosts.filter(({ quote }) => !lines.has(quote.passage.line));
  if (bare.length * 2 > hosts.length) return new Set();
  return new Set(withPort.map(({ type, value }) => (type === 'port' ? Number(value) : (portOf(value) ?? 0))));
}

/** A hash that is cut stands for the whole one. */
const isCut = (cut: string, whole: string): boolean =>
  cut.endsWith('…') && cut.length > 6 && whole.startsWith(cut.slice(0, -1));

function missed(item: Of<'indicator'>, all: readonly Of<'indicator'>[]): Judgement {
  const words = item.type === 'port' ? `${hostBeside(item, all)}${item.value}` : item.value;
  return judged('unsupported', item, {
    why: `${words} stands in the analysis${item.role === null ? '' : ` (${item.role})`} and is missing from the list of indicators: who blocks by the list does not block it`,
  });
}

/** The host of a port is told in the same words. */
function hostBeside(port: Of<'indicator'>, all: readonly Of<'indicator'>[]): string {
  const host = all.find(
    ({ type, quote }) =>
      type !== 'port' && quote.passage.line === port.quote.passage.line && hostOf(port.value) === null,
  );
  return host === undefined ? 'port ' : `${host.value}:`;
}
