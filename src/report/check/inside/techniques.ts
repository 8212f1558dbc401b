import { attackName, currentId, namedAttackVersion } from '../../../model/attack-names.ts';
import type { Check, Judgement } from '../check.ts';
import type { Of, Statement } from '../statement.ts';
import { found, judged } from './found.ts';
import { told } from './told.ts';
import { toldTechniques } from './told-techniques.ts';

/** What an adversary does to get machines and accounts of third parties for his tools, before the attack. */
const preparation: Readonly<Record<string, string>> = {
  T1584: 'Compromise Infrastructure',
  T1586: 'Compromise Accounts',
};

/** Names of techniques that reports use and no rule of ours does. Source: https://attack.mitre.org/techniques/enterprise/ */
const named: Readonly<Record<string, string>> = {
  ...preparation,
  T1021: 'Remote Services',
  T1036: 'Masquerading',
  T1053: 'Scheduled Task/Job',
  T1059: 'Command and Scripting Interpreter',
  T1078: 'Valid Accounts',
  T1087: 'Account Discovery',
  T1098: 'Account Manipulation',
  T1110: 'Brute Force',
  T1136: 'Create Account',
  T1496: 'Resource Hijacking',
  T1543: 'Create or Modify System Process',
  T1548: 'Abuse Elevation Control Mechanism',
  T1552: 'Unsecured Credentials',
  'T1552.004': 'Private Keys',
  T1564: 'Hide Artifacts',
  T1566: 'Phishing',
  T1578: 'Modify Cloud Compute Infrastructure',
};

/** Ids of the enterprise matrix lie within these. */
const lowest = 1001;
const highest = 1750;

const thirdParty = /\b(third.part\w*|other victims?|another (company|organi[sz]ation)|staging|bulletproof)\b/i;

/** A technique's id, its name and the deed belong together. */
export const techniques: Check = {
  id: 'technique-fits',
  asks: 'Do the techniques exist, are they named rightly, and are they what was done?',
  run(statements) {
    const all = told(statements, 'technique');
    const distinct = all.filter(({ id }, index) => all.findIndex((other) => other.id === id) === index);
    return found([...distinct.map((technique) => misfit(technique, statements)), ...all.map(wrongName)]);
  },
};

function misfit(technique: Of<'technique'>, statements: readonly Statement[]): Judgement | null {
  const { id, quote } = technique;
  const number = Number(/^T(\d{4})(?:\.\d{3})?$/.exec(id)?.[1] ?? Number.NaN);
  if (!(number >= lowest && number <= highest)) {
    return judged('unsupported', technique, { why: `ATT&CK ${namedAttackVersion} has no technique ${id}` });
  }
  const prepares = preparation[id.slice(0, 5)];
  if (prepares === undefined || thirdParty.test(quote.text)) return null;
  const deeds = toldTechniques(statements);
  const rather = deeds.length === 0 ? '' : `; the deeds that are told are ${deeds.join(', ')}`;
  return judged('contradicted', technique, {
    why: `${id} (${prepares}) is resource development: what an adversary does to third parties before an attack, not what was done to a victim's own machine${rather}`,
  });
}

/** The name belongs to another id, neither above nor below nor after this one. */
function wrongName(technique: Of<'technique'>): Judgement | null {
  if (technique.name === null) return null;
  const said = plain(technique.name);
  const own = nameOf(technique.id);
  if (own === null || plain(own) === said) return null;
  const parent = technique.id.slice(0, 5);
  const rightful = Object.keys(named).find(
    (id) => plain(nameOf(id) ?? '') === said && id.slice(0, 5) !== parent && currentId(id).slice(0, 5) !== parent,
  );
  if (rightful === undefined) return null;
  return judged('contradicted', technique, { why: `${technique.id} is ${own}; ${technique.name} is ${rightful}` });
}

const nameOf = (id: string): string | null => attackName(id) ?? named[id] ?? null;

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim();
