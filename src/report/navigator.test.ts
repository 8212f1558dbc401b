import { expect, test } from 'vitest';
import { bareIncident, hostileIncident, richIncident } from '../../test/incident-fixture.ts';
import { navigatorLayer } from '../../test/navigator.ts';
import type { Incident } from '../model/incident.ts';
import { renderNavigator } from './navigator.ts';

const layerOf = (incident: Incident) => navigatorLayer.parse(JSON.parse(renderNavigator(incident)));

test.each([
  ['rich', richIncident],
  ['bare', bareIncident],
  ['hostile', hostileIncident('</script>\u001b[31m')],
])('the layer of the %s incident keeps the format', (_, incident) => {
  expect(layerOf(incident).versions).toEqual({ attack: '19', navigator: '5.1.0', layer: '4.5' });
});

test('a technique has the score of its gravest finding, and names the rules', () => {
  const told = layerOf(richIncident).techniques.map(({ techniqueID, score, comment }) => [techniqueID, score, comment]);
  expect(told).toEqual([
    ['T1496.001', 80, '6 records: GPU instances launched by a session less than an hour old (high)'],
    ['T1078.004', 0, '1 record'],
    ['T1685.002', 55, '1 record: AWS CloudTrail Important Change (medium)'],
  ]);
});

test('a technique under an id that ATT&CK took back is the one that stands for it', () => {
  const [, , trail] = richIncident.techniques;
  if (trail === undefined) throw new Error('the fixture has techniques');
  const old = { ...trail, id: 'T1562.008', attack_version: '16', evidence: ['aws.cloudtrail:other'] };
  const [merged, ...others] = layerOf({ ...richIncident, techniques: [trail, old] }).techniques;
  expect(others).toEqual([]);
  expect(merged).toMatchObject({ techniqueID: 'T1685.002', score: 55 });
  expect(merged?.comment).toMatch(/^2 records/);
  expect(merged?.metadata).toContainEqual({
    name: 'mapped as',
    value: 'T1685.002 of ATT&CK 19.1, T1562.008 of ATT&CK 16',
  });
});
