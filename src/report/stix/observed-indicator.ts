import { isIP } from 'node:net';
import type { Identity } from '../../model/identity.ts';
import type { Indicator, IndicatorType } from '../../model/indicator.ts';
import { observable, type StixObject } from './stix-object.ts';

/** How STIX looks for an indicator, and the thing itself where STIX has a form for it alone. */
export interface ObservedIndicator {
  readonly pattern: string;
  readonly thing: StixObject | null;
}

type Observe = (value: string) => ObservedIndicator | null;

const hashNames: Readonly<Record<number, string>> = { 32: 'MD5', 40: 'SHA-1', 64: 'SHA-256', 128: 'SHA-512' };

const domainName = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

const forms: Readonly<Record<IndicatorType, Observe>> = {
  ip: (value) => (isIP(value) === 0 ? null : byValue(`ipv${isIP(value)}-addr`, value)),
  domain: (value) => (domainName.test(value) ? byValue('domain-name', value) : null),
  url: (value) => (URL.canParse(value) && /^[!-~]+$/.test(value) ? byValue('url', value) : null),
  port: (value) =>
    /^\d{1,5}$/.test(value) ? { pattern: `[network-traffic:dst_port = ${Number(value)}]`, thing: null } : null,
  file: (value) => {
    const name = value.split(/[/\\]/).at(-1) ?? '';
    return name === '' ? null : { pattern: `[file:name = ${literal(name)}]`, thing: observable('file', { name }) };
  },
  hash: (value) => {
    const digits = value.replace(/^\w+:/, '');
    const name = /^[0-9a-f]+$/i.test(digits) ? hashNames[digits.length] : undefined;
    if (name === undefined) return null;
    return {
      pattern: `[file:hashes.'${name}' = ${literal(digits)}]`,
      thing: observable('file', { hashes: { [name]: digits } }),
    };
  },
  image: (name) => ({ pattern: `[software:name = ${literal(name)}]`, thing: observable('software', { name }) }),
  account: (value) => byUserId(value),
  user: (value) => ({
    pattern: `[user-account:account_login = ${literal(value)}]`,
    thing: observable('user-account', { account_login: value }),
  }),
  key: (value) => byUserId(value),
  'user-agent': (value) => ({
    pattern: `[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = ${literal(value)}]`,
    // Traffic must name an address or a host, and the record of a call pairs no agent with one.
    thing: null,
  }),
  wallet: (value) => byUserId(value),
};

/** Null where a value has no form that STIX could look for. */
export const observedIndicator = ({ type, value }: Pick<Indicator, 'type' | 'value'>): ObservedIndicator | null =>
  forms[type](value.toWellFormed());

/** An identity or session of a chain. */
export const userAccount = ({ uid, name }: Identity): StixObject =>
  observable('user-account', { user_id: uid.toWellFormed(), account_login: name.toWellFormed() });

const byValue = (type: string, value: string): ObservedIndicator => ({
  pattern: `[${type}:value = ${literal(value)}]`,
  thing: observable(type, { value }),
});

const byUserId = (value: string): ObservedIndicator => ({
  pattern: `[user-account:user_id = ${literal(value)}]`,
  thing: observable('user-account', { user_id: value }),
});

const literal = (text: string): string => `'${text.replace(/[\\']/g, (sign) => `\\${sign}`)}'`;
