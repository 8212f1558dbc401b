import { describe, expect, test } from 'vitest';
import { nimbus } from '../../../test/nimbus-source.ts';
import { defineSource } from '../../model/source.ts';
import { framingOf } from './framing.ts';
import { sourceOf } from './source-of.ts';

const stratus = defineSource({
  ...nimbus,
  id: 'stratus.log',
  recognise: [['verb', { key: 'type', matches: '^stratus\\.' }]],
});
const cumulus = defineSource({ ...nimbus, id: 'cumulus.log', recognise: [[{ within: ['head', 'owner'] }]] });
const sources = [nimbus, stratus, cumulus];

const told = (text: string) => {
  const head = Buffer.from(text);
  const framing = framingOf(head, ['Records']);
  const found = framing.form === 'none' ? null : sourceOf(head, framing, sources);
  return found && [found.source.id, found.wrapping?.key ?? null, ...(found.carriers > 0 ? [found.carriers] : [])];
};

const ours = { what: 'Launch', who: 'alice' };
const others = { verb: 'Launch', type: 'stratus.call' };

describe('the first record of an object tells its source', () => {
  test.each<[string, string, readonly unknown[] | null]>([
    ['lines', `${JSON.stringify(others)}\n${JSON.stringify(ours)}`, ['stratus.log', null]],
    ['one line', JSON.stringify(ours), ['nimbus.log', null]],
    ['a compact array', JSON.stringify([others, ours]), ['stratus.log', null]],
    ['an array of one', JSON.stringify([others]), ['stratus.log', null]],
    ['a printed array', JSON.stringify([others, ours], null, 2), ['stratus.log', null]],
    ['an array under its key', JSON.stringify({ Records: [others] }), ['stratus.log', null]],
    ['a wrapping', JSON.stringify({ id: 1, detail: others }), ['stratus.log', 'detail']],
    ['a text in a wrapping', JSON.stringify({ Text: JSON.stringify(others) }), ['stratus.log', null]],
    ['what carries it', JSON.stringify({ message: JSON.stringify(others) }), ['stratus.log', null, 1]],
    [
      'a wrapping that is carried twice',
      JSON.stringify({ _source: { message: JSON.stringify({ detail: others }) } }),
      ['stratus.log', 'detail', 2],
    ],
    ['what carries anything else', JSON.stringify({ message: 'stratus' }), null],
    ['a key whose text is another', JSON.stringify({ ...others, type: 'cirrus.call' }), null],
    ['a key further inside', JSON.stringify({ head: { owner: 'x' } }), ['cumulus.log', null]],
    ['a key further inside that is not there', JSON.stringify({ head: 'owner' }), null],
    ['a key that holds null', JSON.stringify({ what: null, who: 'alice' }), null],
    ['a record that is cut off', '[{"verb":"Launch","type":"stra', null],
    ['a record printed over many lines', JSON.stringify(others, null, 2), ['stratus.log', null]],
    [
      'an array printed behind what its envelope says',
      JSON.stringify({ next: { token: [1] }, Records: [others] }, null, 2),
      ['stratus.log', null],
    ],
    ['a record printed over many lines and cut off', JSON.stringify(others, null, 2).slice(0, -9), null],
    ['an array of numbers', '[1,2]', null],
    ['a wrapping without anything', '{"detail":null}', null],
  ])('in %s', (_, text, expected) => expect(told(text)).toEqual(expected));
});
