import { at, defineSource, digest, instant } from '../src/model/source.ts';

/** A small source of lines for tests of staging and lake: `Feb 10 13:15:02 host program[1]: Launched by alice`. */
export const cirrus = defineSource({
  id: 'cirrus.text',
  title: 'Cirrus',
  recognise: [],
  envelopes: [],
  lines: {
    recognise: ['^(?:[A-Z][a-z]{2} [ 0-9]\\d|\\d{4}-\\d\\d-\\d\\d[T ])\\S* ?\\S* \\S+ \\w+\\[\\d+\\]: '],
    forms: [
      {
        pattern:
          '^([A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}|[0-9]{4}-[0-9:.TZ+ -]+?) ([^ ]+) ([^ \\[]+)\\[([0-9]+)\\]: (.*)$',
        keys: ['stamp', 'host', 'program', 'pid', 'message'],
      },
      {
        of: 'message',
        when: [
          { key: 'program', is: ['cloudd'] },
          { key: 'message', starts: ['Launched ', 'Stopped '] },
        ],
        pattern: '^([A-Za-z]+) by ([^ ]+)$',
        keys: ['what', 'who'],
      },
      { of: 'message', when: [{ key: 'program', is: ['doord'] }], pattern: '^([^ ]+) came in$', keys: ['who'] },
    ],
  },
  uid: digest(at('line')),
  documents: [],
  localTime: {
    of: at('stamp'),
    formats: [
      { format: '%b %d %H:%M:%S', hasYear: false },
      { format: '%Y-%m-%d %H:%M:%S', hasYear: true },
    ],
  },
  columns: {
    time: instant('stamp'),
    host: at('host'),
    operation: at('what'),
    actor_name: at('who'),
  },
  facets: ['operation'],
  sigma: [{ product: 'cirrus' }],
});
