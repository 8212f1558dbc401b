import { attackName } from '../../../model/attack-names.ts';
import type { Happening, Of, Statement } from '../statement.ts';
import { told } from './told.ts';

/** What ATT&CK calls a deed, and the words without which it is not that one. */
interface Mapping {
  readonly id: string;
  readonly of: readonly Happening[];
  readonly only?: RegExp;
}

const mappings: readonly Mapping[] = [
  { id: 'T1496.001', of: ['mining', 'pool-connection'] },
  { id: 'T1098.004', of: ['key-added'], only: /ssh|authorized/i },
  { id: 'T1098.001', of: ['credential-made'] },
  { id: 'T1136.001', of: ['user-made'], only: /sudo|ubuntu|linux|local|useradd|\bos\b/i },
  { id: 'T1548.003', of: ['rights-raised'], only: /sudo|nopasswd/i },
  { id: 'T1105', of: ['download'] },
  { id: 'T1036.005', of: ['hiding'] },
  { id: 'T1021.004', of: ['access'], only: /ssh/i },
  { id: 'T1078.003', of: ['access'], only: /ssh/i },
  { id: 'T1578.002', of: ['launch'], only: /attacker|intruder|unauthori|malicious/i },
];

/** The techniques that the told deeds are, as `T1496.001 Compute Hijacking`. */
export function toldTechniques(statements: readonly Statement[]): readonly string[] {
  const deeds = statements.filter(
    (statement): statement is Of<'moment'> | Of<'span'> | Of<'deed'> =>
      statement.about === 'moment' || statement.about === 'span' || statement.about === 'deed',
  );
  const indicators = told(statements, 'indicator');
  const causes = told(statements, 'cause').filter(({ isDenied }) => !isDenied);
  const ids = [
    ...mappings
      .filter(({ of, only }) =>
        deeds.some((deed) => of.some((kind) => kind === deed.of) && (only === undefined || only.test(deed.quote.text))),
      )
      .map(({ id }) => id),
    ...(indicators.some(({ type }) => type === 'schedule') ? ['T1053.003'] : []),
    ...(indicators.some(({ type, value }) => type === 'file' && /\/\.[^/]+/.test(value)) ? ['T1564.001'] : []),
    ...(causes.some(({ cause }) => cause === 'brute-force') ? ['T1110.001'] : []),
    ...(causes.some(({ cause }) => cause === 'leaked-key') ? ['T1552.004'] : []),
  ];
  return [...new Set(ids)].map((id) => [id, ...namesOf(id)].join(' '));
}

const namesOf = (id: string): readonly string[] => {
  const name = id === 'T1552.004' ? 'Private Keys' : attackName(id);
  return name === null ? [] : [name];
};
