import { wordsBefore } from './words-before.ts';
import type { IndicatorForm, Part } from './indicators.ts';

const segment = String.raw`[\w.@+~*%{}=-]{1,120}`;

const unixPath: IndicatorForm = {
  pattern: new RegExp(String.raw`(?<![\w.~/\\)␀-])(?:~|\$HOME|\$\{HOME\})?\/${segment}(?:\/${segment}){0,20}\/?`, 'g'),
  read: (match) => {
    const value = match[0].replace(/[.,;:!?]{1,5}$/, '');
    const isPath = /^(?:~|\$)/.test(value) || value.split('/').filter((part) => part !== '').length > 1;
    return isPath && !/^\/\d+\/?\d*$/.test(value) ? at(match, { type: 'file', value }, 0) : null;
  },
};

const windowsPath: IndicatorForm = {
  pattern: /(?<!\w)(?:[A-Z]:|%[A-Za-z]{3,20}%)\\(?:[^\\\s"<>|:*?]{1,100}\\){0,15}[^\\\s"<>|:*?]{1,100}/g,
  read: (match) => at(match, { type: 'file', value: match[0].replace(/[.,;)]{1,5}$/, '') }, 0),
};

const fileName: IndicatorForm = {
  pattern:
    /(?<![\w./\\@-])[\w][\w.+-]{0,80}\.(?:sh|py|exe|dll|ps1|bat|elf|so|bin|jar|tar\.gz|tgz|zip|service|timer|pem|ko|out|vbs|war|jsp|php)(?![\w/.(-]\w|[\w/(-])/g,
  read: ([whole]) => ({ type: 'file', value: whole }),
};

const instanceId: IndicatorForm = {
  pattern: /\bi-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/g,
  read: ([whole]) => ({ type: 'machine', value: whole }),
};

const imageId: IndicatorForm = {
  pattern: /\bami-(?:[0-9a-f]{17}|[0-9a-f]{8})\b/g,
  read: ([whole]) => ({ type: 'image', value: whole }),
};

export const containerImage: IndicatorForm = {
  pattern:
    /\b(?:image|container)\s?:?\s{1,2}["“`]?([a-z0-9][\w.-]{1,60}(?:\/[\w.-]{1,60}){1,4}(?::[\w.-]{1,60})?(?:@sha256:[0-9a-f]{64})?)/gi,
  read: (match) => at(match, { type: 'image', value: match[1] ?? '' }, match[0].length - (match[1] ?? '').length),
};

const region: IndicatorForm = {
  pattern:
    /(?<![\w.-])(?:(?:us|eu|ap|sa|ca|me|af|il|uk|mx|cn|us-gov)-(?:north|south|east|west|central|northeast|southeast|northwest|southwest|ashburn|phoenix|frankfurt|london|[a-z]{4,14})-[1-4]|(?:us|europe|asia|australia|northamerica|southamerica|me|africa)-(?:north|south|east|west|central|northeast|southeast|southwest)\d{1,2})(?![\w-])/g,
  read: ([whole]) => ({ type: 'region', value: whole }),
};

const accountNumber: IndicatorForm = {
  pattern: /(?<![\w.$€£,-])(?:\d{12}|\d{4}-\d{4}-\d{4})(?!\w|,\d|\.\d|-\d)/g,
  read: (match, text) =>
    /\b(?:accounts?|acct|tenan\w*|organi[sz]ation|master|payer|member|owner)\b/i.test(
      wordsBefore(text, match.index, 80),
    ) || /^\s?\(?[^.;]{0,20}\baccounts?\b/i.test(text.slice(match.index + 12, match.index + 44))
      ? { type: 'account', value: match[0].replaceAll('-', '') }
      : null,
};

const subscription: IndicatorForm = {
  pattern: /\b(?:subscription|tenant)(?: id)?\s?[:=(]?\s{0,2}["“`]?([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\b/gi,
  read: (match) => at(match, { type: 'account', value: match[1] ?? '' }, match[0].length - 36),
};

const quote = String.raw`["“”'‘’\`]`;
const name = String.raw`[A-Za-z_][\w.@$-]{1,63}`;

/** `New user created: “ubuntu-update”`, `user ubuntu-update`, `User: ci-bot`. */
const user: IndicatorForm = {
  pattern: new RegExp(
    String.raw`\b(?:users?|username|iam user|service account|login|principal|identity)\b(?: (?:name|account|named|called|created|added|is|was|compromised|affected|abused|used)){0,2}\s{0,2}[:=(]?\s{0,2}(?:${quote}(${name})${quote}|(?<=[:=(]\s{0,2})(${name})|(${name}))`,
    'gi',
  ),
  read: (match) => {
    const [whole, inQuotes, afterMark, bare] = match;
    const value = inQuotes ?? afterMark ?? bare ?? '';
    // Without quotes a name shows itself by a sign that words do not have.
    if (inQuotes === undefined && !/[_\d@-]/.test(value)) return null;
    if (/^(?:agent|defined|id|s)\b|^\w+-(?:based|wide|level|facing|data)$/i.test(value)) return null;
    return at(match, { type: 'user', value: value.replace(/[.-]$/, '') }, whole.lastIndexOf(value));
  },
};

/** `Unauthorized SSH key added: “devops_temp_key”`, `SSH key (devops_temp_key)`. */
const keyName: IndicatorForm = {
  pattern: new RegExp(
    String.raw`\b(?:(?:ssh|public|authorized|api|access) )?key(?:pair|s)?(?: (?:name|named|called|comment|id|added|created)){0,2}\s{0,2}[:=(]?\s{0,2}(?:${quote}([\w.@:-]{3,80})${quote}|(?<=[:=(]\s{0,2})([\w.@:-]{3,80}))`,
    'gi',
  ),
  read: (match) => {
    const [whole, inQuotes, bare] = match;
    const value = (inQuotes ?? bare ?? '').replace(/[.:-]$/, '');
    return inQuotes !== undefined || /[_\d@]/.test(value)
      ? at(match, { type: 'key', value }, whole.lastIndexOf(value))
      : null;
  },
};

/** `Instance Name: dev-build-server-03`, `host web-01`. */
const machine: IndicatorForm = {
  pattern: new RegExp(
    String.raw`\b(?:instance|host|hostname|server|vm|machine|node|virtual machine)\b(?: (?:name|id|named|called)){0,2}\s{0,2}[:=(]?\s{0,2}${quote}?([a-z][a-z0-9]{0,30}(?:[-_][a-z0-9]{1,30}){1,8}(?:\.[a-z0-9-]{1,40}){0,4})\b`,
    'gi',
  ),
  read: (match) => {
    const value = match[1] ?? '';
    return /\d/.test(value) || /[:=(“"'`]\s{0,2}$/.test(match[0].slice(0, -value.length))
      ? at(match, { type: 'machine', value }, match[0].length - value.length)
      : null;
  },
};

const userAgent: IndicatorForm = {
  pattern:
    /\buser[- ]?agent(?: string)?\s?(?::|=|of|was|is)?\s{1,2}["“`]?([A-Za-z][\w.+-]{1,40}\/\d[^"”`|<>]{0,200})/gi,
  read: (match) =>
    at(
      match,
      { type: 'user-agent', value: (match[1] ?? '').replace(/[\s.,;]{1,5}$/, '') },
      match[0].length - (match[1] ?? '').length,
    ),
};

function at(match: RegExpExecArray, { type, value }: Part, offset: number): Part {
  const start = match.index + offset;
  return { type, value, at: [start, start + value.length] };
}

export const nameForms: readonly IndicatorForm[] = [
  subscription,
  windowsPath,
  unixPath,
  fileName,
  userAgent,
  instanceId,
  imageId,
  region,
  accountNumber,
  keyName,
  user,
  machine,
];
