import { describe, expect, test } from 'vitest';
import type { Incident } from '../src/model/incident.ts';
import { renderNavigator } from '../src/report/navigator.ts';
import { bareIncident, hostileIncident, richIncident } from './incident-fixture.ts';
import { pythonTool } from './published/python-tool.ts';
import { payloads } from './ticket/payloads.ts';

/** MITRE's own library, which reads layers as the Navigator does; it brings a quarter of a gigabyte. */
const ask = pythonTool({
  name: 'navigator-layers',
  packages: ['mitreattack-python==6.3.1'],
  script: `
import json, sys
from mitreattack.navlayers.core import Layer
def read(layer):
    try:
        one = Layer(strict=True)
        one.from_dict(layer)
        return len(one.layer.techniques)
    except BaseException as error:
        return repr(error)[:300]
out = sys.stdout
sys.stdout = sys.stderr
json.dump([read(layer) for layer in json.load(sys.stdin)], out)
`,
});

describe.skipIf(ask === null)("MITRE's library of layers", () => {
  test.each<[string, Incident]>([
    ['rich', richIncident],
    ['bare', bareIncident],
    ...payloads.map((payload): [string, Incident] => [JSON.stringify(payload), hostileIncident(payload)]),
  ])('reads the layer of the %s incident whole', (_, incident) => {
    const layer = JSON.parse(renderNavigator(incident)) as { readonly techniques: readonly unknown[] };
    expect(ask?.([layer])).toEqual([layer.techniques.length]);
  });

  test('does refuse what is none', () => {
    const layer = JSON.parse(renderNavigator(richIncident)) as object;
    expect(ask?.([{ ...layer, domain: 'no-domain' }])).not.toEqual([3]);
    expect(ask?.([{ ...layer, techniques: [{ techniqueID: 1 }] }])).not.toEqual([1]);
  });
});
