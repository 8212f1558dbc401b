import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderStix } from '../../src/report/stix/render-stix.ts';
import { beewolf, temporaryFolder } from '../cli/beewolf.ts';
import { bareIncident, hostileIncident, richIncident } from '../incident-fixture.ts';
import { stixValidator } from './stix-validator.ts';

const validate = stixValidator();

describe.skipIf(validate === null)('the validator of OASIS', () => {
  const problems = (bundle: string): readonly string[] => validate?.(bundle) ?? [];

  test.each([
    ['rich', richIncident],
    ['bare', bareIncident],
    ['hostile', hostileIncident(`'] OR [file:name = 'x' \\ "\u001b[31m\u202e\ud800</script>`)],
    ['hostile in another way', hostileIncident('\n# \u0000=1+1;\uDBFF\uDFFF')],
  ])('takes the bundle of the %s incident', (_, incident) => {
    expect(problems(renderStix(incident))).toEqual([]);
  });

  test('takes the bundle of an intrusion that mined in one account', () => {
    const [claim] = richIncident.claims;
    if (claim === undefined) throw new Error('the fixture has claims');
    const told = ['first-seen', 'mining-command-1'].map((kind) => ({ ...claim, claim_uid: `7c1e90a4d2b8-${kind}` }));
    const bundle = renderStix({ ...richIncident, accounts: richIncident.accounts.slice(0, 1), claims: told });
    expect(bundle).toContain('"type": "malware"');
    expect(bundle).toContain('"where_sighted_refs"');
    expect(problems(bundle)).toEqual([]);
  });

  test('takes every kind of indicator', () => {
    const values = {
      ip: '2001:db8::7',
      domain: 'pool.example.com',
      url: 'https://example.com/x?y=1',
      port: '3333',
      file: '/tmp/.x/kworker',
      hash: `sha256:${'a'.repeat(64)}`,
      image: 'example/miner:latest',
      account: '123456789012',
      user: 'backup-svc',
      key: 'AKIAIOSFODNN7EXAMPLE',
      'user-agent': "it's \\ an agent",
      wallet: '4EXAMPLE',
    } as const;
    const [first] = richIncident.indicators;
    if (first === undefined) throw new Error('the fixture has indicators');
    const indicators = Object.entries(values).map(([type, value]) => ({ ...first, type: type as 'ip', value }));
    const bundle = renderStix({ ...richIncident, indicators });
    expect(bundle.match(/"type": "indicator"/g)).toHaveLength(12);
    expect(problems(bundle)).toEqual([]);
  });

  test('takes the bundle of a scenario, which names every hop', async () => {
    const cwd = temporaryFolder();
    await beewolf(['simulate', 'aws-leaked-key', '--out', 'played'], { cwd });
    await beewolf(['investigate', 'played/logs', '-w', 'case', '--out', 'incidents'], { cwd });
    const [path = ''] = globSync(join(cwd, 'incidents/*/stix.json'));
    const bundle = readFileSync(path, 'utf8');
    expect(bundle.match(/"relationship_type": "related-to"/g)?.length).toBeGreaterThan(5);
    expect(problems(bundle)).toEqual([]);
  });

  test('does refuse what is wrong', () => {
    expect(problems(renderStix(richIncident).replace('"pattern_type": "stix"', '"pattern_type": ""'))).not.toEqual([]);
    expect(problems(renderStix(richIncident).replace('"type": "indicator"', '"type": "hint"'))).not.toEqual([]);
  });
});
