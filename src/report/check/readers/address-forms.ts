import { arm } from './arm.ts';
import type { IndicatorForm, Part } from './indicators.ts';

/** Long names that hold dots, colons or slashes, which would be taken apart otherwise. */

const scheme = String.raw`(?:h(?:tt|xx|\*\*)ps?|ftp|sftp|ldap|ws|wss|tcp|udp|stratum\d?(?:\+(?:tcp|ssl|tls|udp))?)`;

const bracketedUrl: IndicatorForm = {
  pattern: new RegExp(
    String.raw`\b${scheme}(?:\[://\]|\[:\]//|://)(?:[^\s<>"'“”|\`()\[\]]|\[(?:\.|dot|:)\]|\(\.\)){1,2000}`,
    'gi',
  ),
  read: (match) => ({
    type: 'url',
    value: arm(trimmed(match[0])),
    at: [match.index, match.index + trimmed(match[0]).length],
  }),
};

const email: IndicatorForm = {
  pattern: /(?<![\w.+-])[\w.+-]{1,64}(?:@|\[@\]|\[at\])[\w-]{1,63}(?:(?:\.|\[\.\])[\w-]{1,63}){1,6}/g,
  read: ([whole]) => ({ type: 'user', value: arm(whole.replace(/\[(?:@|at)\]/, '@')) }),
};

/** `x:y:iam::123456789012:user/ci`: a resource's name in parts between colons, with the account. */
const colonName: IndicatorForm = {
  pattern: /\b[a-z]{3}:[a-z-]{2,20}:[a-z0-9-]{2,30}:[a-z0-9-]{0,20}:(\d{12}|x{4,12}|\*{4,12})?:[\w+=,.@:/*-]{1,300}/g,
  read: (match) => {
    const value = trimmed(match[0]);
    const rest = value.split(':').slice(5).join(':');
    if (/^(?:user|role|assumed-role|root|federated-user)\b/.test(rest)) return place(match, 'user', value);
    if (rest.startsWith('instance/')) return place(match, 'machine', value);
    const account = match[1];
    if (account === undefined || !/^\d/.test(account)) return null;
    const start = match.index + match[0].indexOf(account);
    return { type: 'account', value: account, at: [start, start + account.length] };
  },
};

const dottedKinds: ReadonlyMap<string, Part['type']> = new Map([
  ['instance', 'machine'],
  ['tenancy', 'account'],
  ['user', 'user'],
  ['image', 'image'],
]);

/** `ocid1.instance.oc1.iad.xxxx`: also where the last part is redacted. */
const dottedName: IndicatorForm = {
  pattern: /\b[a-z]{4}1\.([a-z]{2,30})\.[a-z]{2}\d{1,3}\.[a-z0-9-]{0,30}\.{1,2}[\w.*…-]{1,120}/g,
  read: (match) => {
    const type = dottedKinds.get(match[1] ?? '');
    const value = trimmed(match[0]);
    return type === undefined ? null : place(match, type, value);
  },
};

const slashName: IndicatorForm = {
  pattern:
    /\bprojects\/[\w-]{1,60}\/zones\/[\w-]{1,40}\/instances\/[\w-]{1,80}|(?<![\w/])\/subscriptions\/[0-9a-f-]{36}\/resourceGroups\/[^\s"'<>]{1,300}/gi,
  read: (match) =>
    /\/(?:instances|virtualMachines)\//i.test(match[0]) ? { type: 'machine', value: trimmed(match[0]) } : null,
};

const fingerprint: IndicatorForm = {
  pattern:
    /\bSHA256:[A-Za-z0-9+/]{43}=?|\bMD5:(?:[0-9a-f]{2}:){15}[0-9a-f]{2}\b|(?<![\w:])(?:[0-9a-f]{2}:){15}[0-9a-f]{2}(?![\w:])/g,
  read: ([whole]) => ({ type: 'key', value: whole.replace(/=$/, '') }),
};

const keyId: IndicatorForm = {
  pattern: /\b(?:AKIA|ASIA|ABIA|ACCA|LTAI)(?:[A-Z0-9]{12,20}\b|[A-Z0-9]{0,12}(?:…|\.{3}|[*xX]{3,16})[A-Z0-9]{0,8})/g,
  read: ([whole]) => ({ type: 'key', value: whole.replace(/\.{3}|[*xX]{3,16}/, '…') }),
};

const hash: IndicatorForm = {
  pattern: /(?<![\w/+.-])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![\w/+=])/gi,
  read: (match, text) =>
    /\b(?:commit|revision|request[- ]?id|trace|session|event|uid|claim)\W{0,3}$/i.test(
      text.slice(Math.max(0, match.index - 16), match.index),
    )
      ? null
      : { type: 'hash', value: match[0].toLowerCase() },
};

const cutHash: IndicatorForm = {
  pattern: /(?<![\w/.-])([0-9a-f]{6,60})(?:…|\.{3})(?:[0-9a-f]{2,20}\b)?/gi,
  read: ([, front = '']) =>
    /\d/.test(front) && /[a-f]/i.test(front) ? { type: 'hash', value: `${front.toLowerCase()}…` } : null,
};

const wallet: IndicatorForm = {
  pattern:
    /\b[48][0-9AB][1-9A-HJ-NP-Za-km-z]{93}(?:[1-9A-HJ-NP-Za-km-z]{11})?\b|\bbc1[a-z0-9]{25,60}\b|\b0x[0-9a-fA-F]{40}\b/g,
  read: ([whole]) => ({ type: 'wallet', value: whole }),
};

const namedWallet: IndicatorForm = {
  pattern:
    /\b(?:wallet|payout|monero|xmr|bitcoin|btc)(?: (?:address|id|wallet))?(?: (?:began|begins|starting|starts) with)?\s?(?::|=|is|\()?\s{0,2}["“`]?((?=[A-Za-z]*\d)[1-9A-HJ-NP-Za-km-z]{6,110}(?:…|\.{3})?[1-9A-HJ-NP-Za-km-z]{0,20})/gi,
  read: (match) => {
    const value = match[1] ?? '';
    const end = match.index + match[0].length;
    return value.length < 8
      ? null
      : { type: 'wallet', value: value.replace(/\.{3}/, '…'), at: [end - value.length, end] };
  },
};

const field = String.raw`(?:\*(?:\/\d{1,2})?|[0-5]?\d(?:[-,/][0-5]?\d){0,20})`;
const schedule: IndicatorForm = {
  pattern: new RegExp(
    String.raw`(?<![\w*/,-])(?:${field}[ \t]{1,4}){4}(?:${field}|[A-Z]{3}(?:-[A-Z]{3})?)(?=\s|$|["”'\`)])|(?<![\w@])@(?:reboot|hourly|daily|weekly|monthly|yearly)\b`,
    'g',
  ),
  read: ([whole]) =>
    whole.includes('*') || whole.startsWith('@') ? { type: 'schedule', value: whole.replace(/\s+/g, ' ') } : null,
};

/** Sentences end behind addresses. */
const trimmed = (text: string): string => text.replace(/[.,;:!?'"”’)\]}]{1,10}$/, '');

const place = (match: RegExpExecArray, type: Part['type'], value: string): Part => ({
  type,
  value,
  at: [match.index, match.index + value.length],
});

export const addressForms: readonly IndicatorForm[] = [
  fingerprint,
  bracketedUrl,
  colonName,
  email,
  dottedName,
  slashName,
  keyId,
  wallet,
  namedWallet,
  hash,
  cutHash,
  schedule,
];
