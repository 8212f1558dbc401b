import { describe, expect, test } from 'vitest';
import { verbs, type Act } from '../model/semantics.ts';
import { semantics } from './semantics.ts';

/** Where records hold what was asked and answered; on machines a record is what was read of its line. */
const places: Readonly<Record<string, RegExp>> = {
  aws: /^(requestParameters|responseElements|additionalEventData|serviceEventDetails)\./,
  // Where a record's tenancy stands in its wrapping, as in `oracle.tenantid`.
  oci: /^(data|responsePayload|oracle)\./,
  machines: /^[a-z_.]+$/,
  // Of these only alerts are read: nothing that anybody called.
  azure: /^$/,
  gcp: /^$/,
};

test('each cloud has its semantics', () => {
  expect(semantics.map(({ cloud }) => cloud ?? 'machines').toSorted()).toEqual(Object.keys(places).toSorted());
});

describe.each(semantics.map((one) => ({ ...one, name: one.cloud ?? 'machines' })))('of $name', ({ acts, name }) => {
  const all = Object.entries(acts).flatMap(([service, operations]) =>
    Object.entries(operations).flatMap(([operation, variants]) =>
      [variants].flat().map((act: Act) => ({ called: `${service} ${operation}`, act })),
    ),
  );

  test.each(all)('$called names a service:kind and a known verb', ({ act }) => {
    expect(act.kind).toMatch(/^[a-z0-9-]+:[a-z0-9-]+$/);
    expect(verbs).toContain(act.verb);
  });

  test.each(all)('$called looks at places of the record only', ({ act }) => {
    const looked = [act.made, act.names, act.shape, act.count, act.target, act.within, act.cause, act.bytes]
      .flat()
      .flat()
      .filter((place) => place !== undefined);
    for (const place of [...looked, ...(act.when ?? []).map(({ at }) => at)])
      expect(place).toMatch(places[name] ?? /^$/);
  });

  test('only the last variant of an operation holds without conditions', () => {
    for (const variants of Object.values(acts).flatMap((operations) => Object.values(operations))) {
      const conditions = [variants].flat().map((act: Act) => act.when === undefined);
      expect(conditions.slice(0, -1)).not.toContain(true);
    }
  });
});
