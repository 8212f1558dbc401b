import { at, defineSource, first, instant } from '../src/model/source.ts';

/** A small source of its own for tests of staging and lake, whose records are quickly written. */
export const nimbus = defineSource({
  id: 'nimbus.log',
  title: 'Nimbus',
  recognise: [['what', 'who']],
  envelopes: [
    { wrap: 'array', key: 'Records' },
    { wrap: 'array', key: 'Events' },
    { wrap: 'object', key: 'detail', time: 'sent' },
    { wrap: 'text', key: 'Text' },
  ],
  uid: at('id'),
  documents: [['ask'], ['answer']],
  otherKeys: [],
  columns: {
    time: first(instant('at'), instant('then')),
    operation: at('what'),
    actor_name: at('who'),
    error_message: at('note'),
  },
  facets: ['operation'],
  sigma: [{ product: 'nimbus' }],
});

export interface NimbusRecord {
  readonly id?: string | null;
  readonly at?: string | null;
  readonly what: string;
  readonly who: string;
  readonly note?: string;
  readonly ask?: unknown;
  readonly answer?: unknown;
}

/** A plain record, with an id made from a number. */
export const nimbusRecord = (number: number, more: Partial<NimbusRecord> = {}): NimbusRecord => ({
  what: 'Launch',
  who: `user-${number % 7}`,
  id: `id-${number}`,
  at: new Date(Date.UTC(2024, 4, 1 + (number % 3), 12, 0, number % 60)).toISOString(),
  ...more,
});
