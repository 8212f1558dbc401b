import ipaddr from 'ipaddr.js';
import { arm } from './arm.ts';
import type { IndicatorForm, Part } from './indicators.ts';
import { topDomains, unlikelyTops } from './top-domains.ts';

const dot = String.raw`(?:\.|[\[({]\s?(?:\.|dot)\s?[\])}]|\\\.)`;
const octet = String.raw`(?:25[0-5]|2[0-4]\d|1?\d?\d)`;
const port = String.raw`(?:(?::|\[:\]| port )(\d{2,5})(?![\d:.]))?`;

const version =
  /\b(?:v|ver|versions?|release|build|rev|agent|kernel|terraform|openssl|python|xmrig|node|nginx|apache)\s?[:=/]?\s?$/i;

/** Everybody, the machine itself, and where machines ask for their own data. */
const nobody = /^(?:0\.0\.0\.0|127\.|255\.255\.255\.|169\.254\.169\.254)/;

const ipv4: IndicatorForm = {
  pattern: new RegExp(
    String.raw`(?<![\w.:/-]|\\)(${octet}(?:${dot}${octet}){3}(?:\/(?:3[0-2]|[12]?\d))?)${port}(?![\w]|\.\d|-\d|-[a-z])`,
    'gi',
  ),
  read: (match, text) => {
    if (version.test(text.slice(Math.max(0, match.index - 14), match.index))) return null;
    const value = arm(match[1] ?? '');
    return nobody.test(value) ? null : withPort(match, 'ip', value);
  },
};

const ipv4InPath: IndicatorForm = {
  ...ipv4,
  pattern: new RegExp(
    ipv4.pattern.source.replace(String.raw`(?<![\w.:/-]|\\)`, String.raw`(?<=[(\[:/])(?<![\w.]/|\\)`),
    'gi',
  ),
};

const ipv6: IndicatorForm = {
  pattern: /(?<![\w:.[])[0-9a-f]{0,4}(?:(?::|\[:\])[0-9a-f]{0,4}){2,8}(?:\/\d{1,3})?(?![\w:])/gi,
  read: ([whole]) => {
    const value = arm(whole);
    const [address = ''] = value.split('/');
    return /[0-9a-f]/i.test(address) && address.length > 4 && ipaddr.IPv6.isValid(address)
      ? { type: 'ip', value }
      : null;
  },
};

const label = String.raw`[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?`;
const domain: IndicatorForm = {
  pattern: new RegExp(
    String.raw`(?<![\w@./\\$%#~-])((?:\*\.)?${label}(?:${dot}${label}){1,8})${port}((?:\/[^\s<>"'“”|\`)]{1,500})?)`,
    'gi',
  ),
  read: (match) => {
    const [whole, written = '', atPort, rest = ''] = match;
    const name = arm(written).toLowerCase();
    const isDefanged = /[[({\\]/.test(written);
    const path = rest.replace(/[.,;:!?'"”’)\]}]{1,10}$/, '');
    if (!isHost(name, written, { isDefanged, hasMore: atPort !== undefined || path.length > 1 })) return null;
    if (path.length < 2) return withPort(match, 'domain', name);
    const length = whole.length - (rest.length - path.length);
    return {
      type: 'url',
      value: `${name}${atPort === undefined ? '' : `:${atPort}`}${path}`,
      at: [match.index, match.index + length],
    };
  },
};

interface Signs {
  readonly isDefanged: boolean;
  readonly hasMore: boolean;
}

/** A defanged name is one for sure; else it ends as names do, and not as the names of files and types do. */
function isHost(name: string, written: string, { isDefanged, hasMore }: Signs): boolean {
  const labels = name.split('.');
  const top = labels.at(-1) ?? '';
  if (!/^[a-z]{2,}$/.test(top) && !top.startsWith('xn--')) return false;
  if (isDefanged) return true;
  if (!topDomains.has(top) || labels.every((part) => part.length < 2)) return false;
  if (written !== name && written !== written.toUpperCase() && !/\.[a-z]{2,}$/.test(written)) return false;
  if (/^(?:e\.g|i\.e|a\.m|p\.m)$/.test(name)) return false;
  return !unlikelyTops.has(top) || (hasMore && labels.length > 1) || (labels.length > 2 && labels[0] !== '');
}

function withPort(match: RegExpExecArray, type: Part['type'], value: string): readonly Part[] {
  const [whole, written = '', number] = match;
  const host: Part = { type, value, at: [match.index, match.index + written.length] };
  if (number === undefined || Number(number) > 65_535) return [host];
  const end = match.index + written.length + (whole.slice(written.length).indexOf(number) + number.length);
  return [host, { type: 'port', value: number, at: [end - number.length, end] }];
}

const portNumber: IndicatorForm = {
  pattern:
    /\b(?:ports?|tcp|udp)[\s/:#-]{1,3}(\d{2,5})(?![\d.:%])(?:(?:,\s?|\s?(?:and|or|&)\s?|\/)(\d{2,5})(?![\d.:%]))?|(?<![\w.:/-])(\d{2,5})\/(?:tcp|udp)\b/gi,
  read: (match) =>
    [match[1], match[2], match[3]].flatMap((number, index) => {
      if (number === undefined || Number(number) > 65_535) return [];
      const start = index === 1 ? match.index + match[0].lastIndexOf(number) : match.index + match[0].indexOf(number);
      return { type: 'port' as const, value: number, at: [start, start + number.length] as const };
    }),
};

export const hostForms: readonly IndicatorForm[] = [ipv4, ipv4InPath, ipv6, domain, portNumber];
