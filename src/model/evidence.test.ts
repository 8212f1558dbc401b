import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  cite,
  coverageRef,
  evidenceLimit,
  evidenceRefSchema,
  noteRef,
  parseEvidenceRef,
  spread,
  tableRef,
} from './evidence.ts';

const second = (n: number): string =>
  `2026-11-01T00:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}Z`;
const citations = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ ref: `aws.cloudtrail:${n}`, time: second(n) }));

describe('cite', () => {
  test('orders by time, then by uid, and counts a reference once', () => {
    const late = { ref: 's:b', time: '2026-11-01T00:00:00.5Z' };
    const early = { ref: 's:z', time: '2026-11-01T00:00:00Z' };
    const same = { ref: 's:a', time: '2026-11-01T00:00:00.500Z' };
    expect(cite([late, early, same, late])).toEqual({ evidence: ['s:z', 's:a', 's:b'], evidence_count: 3 });
  });

  test('puts what has no time last', () => {
    const unseen = { ref: 'coverage:aws/1/r/s', time: null };
    const table = { ref: 'table:list@2026-01-01', time: null };
    expect(cite([table, unseen, ...citations(1)]).evidence).toEqual(['aws.cloudtrail:0', unseen.ref, table.ref]);
  });

  test('refuses a statement without evidence', () => {
    expect(() => cite([])).toThrow(RangeError);
  });

  test('keeps exactly 100 whole and cuts 101 to first, last and between', () => {
    expect(cite(citations(100)).evidence).toHaveLength(100);
    const cut = cite(citations(101));
    expect(cut.evidence).toHaveLength(evidenceLimit);
    expect(cut.evidence_count).toBe(101);
    expect([cut.evidence[0], cut.evidence.at(-1)]).toEqual(['aws.cloudtrail:0', 'aws.cloudtrail:100']);
  });

  test('gives the same list whatever the order of arrival', () => {
    const all = citations(250);
    const whole = cite(all);
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(cite(shuffled)).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });
});

test('a spread is even: gaps differ by one at most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 101, max: 20_000 }), (length) => {
      const kept = spread(Array.from({ length }, (_, n) => n));
      const gaps = kept.slice(1).map((at, n) => at - (kept[n] ?? 0));
      expect(kept).toHaveLength(evidenceLimit);
      expect([kept[0], kept.at(-1)]).toEqual([0, length - 1]);
      expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
    }),
    { numRuns: 50 },
  );
});

describe('the grammar of references', () => {
  const part = fc.oneof(
    fc.constant(null),
    fc.string({ minLength: 1 }).filter((text) => text !== '-'),
  );

  test('a coverage cell survives writing and reading', () => {
    fc.assert(
      fc.property(
        part,
        part,
        part,
        fc.string({ minLength: 1 }).filter((text) => text !== '-'),
        (cloud, account, region, source) => {
          const cell = { cloud, account, region, source };
          expect(parseEvidenceRef(coverageRef(cell))).toEqual({ is: 'coverage', cell });
        },
      ),
    );
  });

  test('tables, notes and events are told apart', () => {
    expect(parseEvidenceRef(tableRef('ec2@list', '2026-11-01'))).toEqual({
      is: 'table',
      name: 'ec2@list',
      date: '2026-11-01',
    });
    expect(parseEvidenceRef(noteRef(7))).toEqual({ is: 'note', number: 7 });
    expect(parseEvidenceRef('aws.cloudtrail:e-1#2')).toEqual({ is: 'event', uid: 'aws.cloudtrail:e-1#2' });
  });

  test.each(['', 'note:0', 'note:x', 'coverage:aws/1', 'coverage:a/b/c/d/e', 'table:list', 'table:list@soon'])(
    '%j is no reference',
    (ref) => {
      expect(parseEvidenceRef(ref)).toBeNull();
      expect(evidenceRefSchema.safeParse(ref).success).toBe(false);
    },
  );

  test('the published pattern and the reader agree', () => {
    const prefixed = fc
      .tuple(fc.constantFrom('', 'coverage:', 'table:', 'note:', 'coverage:a/b/c/', 'table:x@2026-01-0'), fc.string())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(prefixed, (ref) => {
        expect(evidenceRefSchema.safeParse(ref).success).toBe(parseEvidenceRef(ref) !== null);
      }),
      { numRuns: 1000 },
    );
  });
});
