import { z } from 'zod';

/**
 * What SARIF 2.1.0 demands of a log, for the properties that we write. Written down from
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
const text = z.string().min(1);
const message = z.strictObject({ text });
const level = z.enum(['none', 'note', 'warning', 'error']);
const taxon = z.strictObject({ id: text, toolComponent: z.strictObject({ name: text }) });

const result = z.strictObject({
  ruleId: text,
  ruleIndex: z.int().min(0),
  kind: z.literal('fail'),
  level,
  message,
  locations: z.array(
    z.strictObject({ logicalLocations: z.array(z.strictObject({ fullyQualifiedName: text, kind: text })) }),
  ),
  partialFingerprints: z.record(z.string(), text),
  occurrenceCount: z.int().min(1),
  taxa: z.array(taxon),
  properties: z.looseObject({}),
});

const rule = z.strictObject({
  id: text,
  shortDescription: message,
  fullDescription: message.optional(),
  helpUri: z.url().optional(),
  help: message,
  defaultConfiguration: z.strictObject({ level }),
  relationships: z.array(z.strictObject({ target: taxon, kinds: z.array(z.literal('relevant')) })),
  properties: z.looseObject({ author: z.string().nullable(), tags: z.array(text) }),
});

const taxonomy = z.strictObject({
  name: text,
  organization: text,
  informationUri: z.url(),
  shortDescription: message,
  taxa: z.array(z.strictObject({ id: text, helpUri: z.url() })),
});

const run = z
  .strictObject({
    results: z.array(result),
    tool: z.strictObject({
      driver: z.strictObject({
        name: text,
        version: text,
        rules: z.array(rule),
        supportedTaxonomies: z.array(z.strictObject({ name: text, index: z.int().min(0) })),
      }),
    }),
    taxonomies: z.array(taxonomy),
  })
  .refine(
    ({ results, tool }) => results.every(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id === ruleId),
    'a result names its rule by id and by place',
  )
  .refine(({ results, taxonomies: [known] }) => {
    const ids = new Set(known?.taxa.map(({ id }) => id));
    return results.every(({ taxa }) => taxa.every(({ id }) => ids.has(id)));
  }, 'what a result names stands in the taxonomy');

export const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(run).length(1),
});
