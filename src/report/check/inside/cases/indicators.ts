import type { InsideCase } from '../../inside-cases.ts';
import { deed, indicator, moment, said, span, technique } from '../../said.ts';

const listed = { isListed: true, headings: ['Indicators'] } as const;
const ioc = (type: Parameters<typeof indicator>[0], value: string, role: 'attacker' | 'pool' | 'c2' | null = null) =>
  said(value, indicator(type, value, { ...(role === null ? {} : { role }), isListed: true }), {
    headings: listed.headings.slice(),
  });
const here = { headings: ['Analysis'], line: 5 };
const pools = [ioc('domain', 'pool.example.com:3333', 'pool'), ioc('ip', '198.51.100.7', 'attacker')];

export const indicators: readonly InsideCase[] = [
  {
    check: 'indicator-not-listed',
    name: 'an address with its port',
    story: pools,
    fault: [said('198.51.100.7:8080 (C2)', indicator('ip', '198.51.100.7:8080', { role: 'c2' }), here)],
    fine: [said('198.51.100.7 (C2)', indicator('ip', '198.51.100.7', { role: 'attacker' }), here)],
    finds: /^unsupported: .*missing from the list/,
  },
  {
    check: 'indicator-not-listed',
    name: 'a cron job',
    story: [...pools, said('*/10 * * * * /tmp/.x', indicator('schedule', '*/10 * * * * /tmp/.x'), here)],
    fault: [],
    fine: [ioc('schedule', '*/10 * * * * /tmp/.x')],
    finds: /\*\/10 .*missing/,
  },
  {
    check: 'indicator-told-twice',
    name: 'another address in the list',
    story: [ioc('ip', '198.51.100.7', 'attacker')],
    fault: [said('login from 198.51.100.77', indicator('ip', '198.51.100.77', { role: 'attacker' }), here)],
    fine: [said('login from 198.51.100.7', indicator('ip', '198.51.100.7', { role: 'attacker' }), here)],
    finds: /198\.51\.100\.77 as the attacker's address, the list has 198\.51\.100\.7/,
  },
  {
    check: 'indicator-told-twice',
    name: 'one host with two ports',
    story: pools,
    fault: [said('pool.example.com:3334', indicator('domain', 'pool.example.com:3334', { role: 'pool' }), here)],
    fine: [said('pool.example.com:3333', indicator('domain', 'pool.example.com:3333', { role: 'pool' }), here)],
    finds: /:3333 and pool\.example\.com:3334/,
  },
  {
    check: 'indicator-told-twice',
    name: 'a name with two letters turned',
    story: [said('build-03 was mining', indicator('machine', 'build-03', { role: 'victim' }), here)],
    fault: [said('build-30 was cleaned', indicator('machine', 'build-30', { role: 'victim' }), { headings: ['End'] })],
    fine: [
      said('build-04 was launched anew', indicator('machine', 'build-04', { role: 'victim' }), { headings: ['End'] }),
    ],
    finds: /build-03 and build-30/,
  },
  {
    check: 'own-address-listed',
    name: 'a private address as indicator',
    story: [],
    fault: [ioc('ip', '10.20.0.5')],
    fine: [ioc('ip', '198.51.100.7')],
    finds: /^contradicted: 10\.20\.0\.5/,
  },
  {
    check: 'own-address-listed',
    name: 'no address at all',
    story: [],
    fault: [ioc('ip', '198.51.100.300')],
    fine: [ioc('ip', '198.51.100.30')],
    finds: /^impossible: 198\.51\.100\.300/,
  },
  {
    check: 'technique-fits',
    name: 'resource development for a machine of the victim',
    story: [
      said('08:35-14:30 mining', span('mining', '08:35', '14:30')),
      said('added an SSH key', deed('key-added', 'intruder')),
    ],
    fault: [said('T1584 – Compromise Infrastructure', technique('T1584', 'Compromise Infrastructure'))],
    fine: [said('T1496.001 – Compute Hijacking', technique('T1496.001', 'Compute Hijacking'))],
    finds: /^contradicted: T1584.*T1496\.001 Compute Hijacking, T1098\.004 SSH Authorized Keys/,
  },
  {
    check: 'technique-fits',
    name: 'the name of another one',
    story: [said('08:15 login', moment('access', '08:15'))],
    fault: [said('T1105 Brute Force', technique('T1105', 'Brute Force'))],
    fine: [said('T1110.001 Brute Force', technique('T1110.001', 'Brute Force'))],
    finds: /T1105 is Ingress Tool Transfer; Brute Force is T1110/,
  },
];
